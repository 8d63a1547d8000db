//! Documents of the XML hazards: what has a type, and what is kept beside it.

use super::{
    abstract_types_xsd, built_in_types_xsd, content_models_xsd, includes_xsd, names_xsd, redefine_xsd,
    substitution_chain_xsd, unqualified_xsd, wsdl_wsdl, xml,
};

const NS: &str =
    "xmlns='urn:hazard' xmlns:h='urn:hazard' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";

#[test]
fn included_declarations_have_the_namespace_of_the_including_file() {
    use includes_xsd::generated::types::Order;
    let order: Order = xml(&format!(
        "<Order {NS}><Item><Id>1</Id><Note>2</Note></Item>\
         <Place xmlns='urn:other'><Item><Id>3</Id></Item><Mark xmlns='' at='4'/><Other><h:Id>5</h:Id></Other></Place>\
         <Later><Order><Item><Id>6</Id></Item></Order></Later></Order>"
    ));
    assert_eq!((order.item[0].id.as_deref(), order.item[0].note.as_deref()), (Some("1"), Some("2")));
    let place = order.place.expect("is set");
    assert_eq!(place.item.and_then(|item| item.id).as_deref(), Some("3"));
    assert_eq!(place.mark.and_then(|mark| mark.at), Some(4));
    assert_eq!(place.other.and_then(|item| item.id).as_deref(), Some("5"));
    let inner = order.later.and_then(|later| later.order).expect("is set");
    assert_eq!(inner.item[0].id.as_deref(), Some("6"));
}

#[test]
fn redefined_types_replace_the_ones_of_their_names() {
    use redefine_xsd::generated::types::Team;
    let team: Team = xml(&format!(
        "<Team {NS} first='1' second='2'><Lead><Name>3</Name><Age>4</Age></Lead><Size>small</Size>\
         <Member><Name>5</Name><Age>6</Age></Member><Home><City>7</City></Home><First>8</First><Second>9</Second></Team>"
    ));
    assert_eq!((team.first.as_deref(), team.second.as_deref()), (Some("1"), Some("2")));
    assert_eq!(team.lead.and_then(|lead| lead.age), Some(4));
    assert_eq!(team.member[0].age, Some(6));
    assert_eq!(team.home.and_then(|home| home.city).as_deref(), Some("7"));
    assert_eq!((team.first_2.as_deref(), team.second_2.as_deref()), (Some("8"), Some("9")));
}

#[test]
fn repeated_groups_keep_their_order() {
    use content_models_xsd::generated::types::{Rows, Twice};
    let rows: Rows = xml(&format!(
        "<Rows {NS}><B>1</B><C>2</C><C>3</C><A>4</A><B>5</B><C>6</C><D>7</D><A>8</A><A>9</A></Rows>"
    ));
    assert_eq!((rows.a, rows.b, rows.c), (vec![4, 8, 9], vec![1, 5], vec![2, 3, 6]));
    let twice: Twice = xml(&format!(
        "<Twice {NS}><Data code='1'/><File>2</File><Data/><Data code='3'/><File>4</File><Z>5</Z></Twice>"
    ));
    assert_eq!((twice.data.len(), twice.file.len(), twice.z.as_deref()), (3, 2, Some("5")));
}

#[test]
fn children_in_any_order_are_kept() {
    use content_models_xsd::generated::types::{Around, Nested, Unordered};
    let unordered: Unordered = xml(&format!("<Unordered {NS}><R>1</R><P>2</P></Unordered>"));
    assert_eq!((unordered.p, unordered.q, unordered.r), (Some(2), None, Some(1)));
    let around: Around = xml(&format!("<Around {NS}><I>1</I><J>2</J><I>3</I></Around>"));
    assert_eq!(around.i, Some(1), "the second one is kept in `extra`");
    let nested: Nested = xml(&format!("<Nested {NS}><Nested><Nested at='1'/></Nested></Nested>"));
    assert_eq!(nested.nested.and_then(|nested| nested.nested?.at), Some(1));
}

#[test]
fn wildcards_keep_elements_attributes_and_text() {
    use content_models_xsd::generated::types::Open;
    let open: Open = xml(&format!(
        "<Open {NS} own='1' xml:lang='en' h:own='2'>one<X>3</X><!-- no --><other xmlns='urn:o' at='4'>five<X xmlns='urn:hazard'/></other>\
         two<X>6</X><unknown/>three</Open>"
    ));
    assert_eq!((open.x.len(), open.any.len()), (2, 2));
    assert_eq!(open.extra.texts().collect::<String>(), "onetwothree");
}

#[test]
fn simple_content_of_a_mixed_type_is_text() {
    use content_models_xsd::generated::types::Number;
    let number: Number = xml(&format!("<Number {NS} kind='a'>1</Number>"));
    assert_eq!(number.value.as_deref(), Some("1"));
}

#[test]
fn local_names_have_the_namespace_of_their_form() {
    use content_models_xsd::generated::types::{Keyed, Local};
    let local: Local = xml("<h:Local xmlns:h='urn:hazard' h:at='1' h:global='2'><I>3</I></h:Local>");
    assert_eq!((local.at, local.global, local.i), (Some(1), Some(2), Some(3)));
    let keyed: Keyed = xml(&format!("<Keyed {NS} format='jpeg'><Row id='a' others='b c'/></Keyed>"));
    assert_eq!(keyed.version, None);
    assert_eq!(keyed.row[0].others.as_ref().map(|others| others.0.len()), Some(2));
}

#[test]
fn references_have_the_namespace_of_the_global_declaration() {
    use unqualified_xsd::generated::types::{Shape, Tree, TreeContent};
    let tree: Tree =
        xml("<h:Tree xmlns:h='urn:hazard' h:mark='b' own='a'><Leaf at='1'/><h:Branch><Branch>2</Branch>\
         <h:Round>3</h:Round></h:Branch><h:Tree><Leaf/></h:Tree></h:Tree>");
    assert_eq!((tree.own.is_some(), tree.mark.is_some()), (true, true));
    let [TreeContent::Leaf(_), TreeContent::Branch(branch), TreeContent::Tree(_)] = &tree.content[..] else {
        panic!("unknown content: {:?}", tree.content)
    };
    assert_eq!(branch.branch, Some(2));
    assert!(matches!(branch.shape, Some(Shape::Round(_))));
}

#[test]
fn a_head_and_the_substitutes_of_its_substitutes_are_distinguished() {
    use substitution_chain_xsd::generated::types::{Either, Head, Line, Lines};
    let lines: Lines = xml(&format!(
        "<Lines {NS}><Head>1<b/></Head><Loud>2</Loud><Marked at='3'/><Text>4</Text><Head/><End>5</End></Lines>"
    ));
    assert!(matches!(
        &lines.head[..],
        [Head::Head(_), Head::Loud(_), Head::Marked(_), Head::Text(_), Head::Head(_)]
    ));
    let line: Line = xml(&format!("<Line {NS}><Loud>1</Loud></Line>"));
    assert!(line.text.is_some());
    let either: Either =
        xml(&format!("<Either {NS}><Count>1</Count><Text>2</Text><Count>3</Count></Either>"));
    assert_eq!((either.count.len(), either.head.len()), (2, 1));
}

#[test]
fn abstract_and_derived_types_keep_their_content() {
    use abstract_types_xsd::generated::types::Holder;
    let text = format!(
        "<Holder {NS}><Base xsi:type='New'><Id>1</Id><More/></Base><Plain xsi:type='h:Derived'><Id>2</Id>\
         <More>3</More></Plain><Plain><Id>4</Id></Plain></Holder>"
    );
    let holder: Holder = call_wire::xml::decode(text.as_bytes()).expect("the document is of its type");
    assert_eq!(holder.base.as_ref().and_then(|base| base.id), Some(1));
    assert_eq!(holder.plain.iter().map(|plain| plain.id).collect::<Vec<_>>(), [Some(2), Some(4)]);
    // The prefix in `xsi:type` may change, so the values are compared and not the documents.
    let written = call_wire::xml::encode(&holder).expect("the value can be encoded");
    assert!(written.contains("Derived\"") && written.contains("<h:More>3</h:More>"), "{written}");
    assert_eq!(
        call_wire::xml::decode::<Holder>(written.as_bytes()).expect("was encoded"),
        holder,
        "{written}"
    );
}

#[test]
fn every_built_in_type_keeps_its_text() {
    use built_in_types_xsd::generated::types::{Decimals, Either, Values};
    let values = [
        ("anyType", "<a b='c'/>"),
        ("anySimpleType", " x "),
        ("base64Binary", "AA = ="),
        ("boolean", "1"),
        ("boolean", " true "),
        ("byte", "-0"),
        ("date", "-12026-11-22+14:00"),
        ("dateTime", "2026-11-22T24:00:00.000000000000001Z"),
        ("decimal", "1234567890123456789012345678901234567890.10"),
        ("decimal", "-.5"),
        ("decimal", "+00.0"),
        ("double", "INF"),
        ("double", "-1E4"),
        ("double", "NaN"),
        ("float", "1.10e-3"),
        ("float", "-INF"),
        ("duration", "-P1Y2M3DT4H5M6.7S"),
        ("gDay", "---31"),
        ("gMonthDay", "--02-29"),
        ("gYear", "-0001"),
        ("hexBinary", "0fB7"),
        ("IDREFS", "a b  c"),
        ("int", "+0007"),
        ("integer", "123456789012345678901234567890"),
        ("negativeInteger", "-123456789012345678901234567890"),
        ("NMTOKENS", " a\nb "),
        ("nonNegativeInteger", "-0"),
        ("normalizedString", "a  b"),
        ("QName", "h:a"),
        ("token", "  a "),
        ("unsignedLong", "18446744073709551615"),
        ("dateTimeStamp", "2026-11-22T00:00:00-00:00"),
        ("yearMonthDuration", "P13M"),
    ];
    for (name, text) in values {
        let _: Values = xml(&format!("<Values {NS}><{name}>{text}</{name}></Values>"));
    }
    let all: String = values.iter().map(|(name, text)| format!("<{name}>{text}</{name}>")).collect();
    let _: Values = xml(&format!("<Values {NS}>{all}</Values>"));
    let big = "12345678901234567890.123456789000";
    let _: Decimals = xml(&format!("<Decimals {NS} one='{big}' many='{big} 1 {big}0'>{big}</Decimals>"));
    let _: Either =
        xml(&format!("<Either {NS}><Decimal>{big}</Decimal><Flag>1</Flag><Many>{big} {big}</Many></Either>"));
}

#[test]
fn names_without_a_rust_name_are_read_and_written() {
    use names_xsd::generated::types::Abc1;
    let value: Abc1 = xml(&format!(
        "<a.b-c_1 {NS} data-x.y='1'><日本語>2</日本語><Größe>3</Größe><имя/><_1/><_>4</_><a·b/><self/></a.b-c_1>"
    ));
    assert_eq!(value.größe, Some(3));
}

#[test]
fn the_operations_of_a_wsdl_have_its_actions() {
    use call_wire::xml::Operation;
    use wsdl_wsdl::generated::types::{Get, GetResult, Ping, Pong, PutRequest};
    use wsdl_wsdl::server;
    fn facts<O: Operation>() -> (&'static str, &'static str) {
        (O::NAME, O::ACTION)
    }
    assert_eq!(facts::<Get>(), ("Get", "urn:w#get"));
    assert_eq!(facts::<PutRequest>(), ("Put", ""));
    assert_eq!(facts::<Ping>(), ("Ping", "urn:w#ping"));
    let _: fn(Get) -> <Get as Operation>::Response = |_| GetResult::new("1");
    let result: GetResult =
        xml("<GetResult xmlns='urn:w'><Id xmlns='urn:d'>1</Id><Session>2</Session></GetResult>");
    assert_eq!(result.session.as_deref(), Some("2"));
    let ping: Ping = xml("<Ping xmlns='urn:w'>1</Ping>");
    assert_eq!(ping, Ping::new("1"));
    let pong: Pong = xml("<Pong xmlns='urn:w'>1</Pong>");
    assert_eq!(pong.value, Some(1));
    let operation = server::Operation::of_element("urn:w", "PutRequest").expect("an operation");
    assert_eq!((operation, operation.name(), operation.action()), (server::Operation::Put, "Put", ""));
}
