//! Round trips of digits, nulls, repeated members, repeated tags, and through other formats.

use std::fmt::Debug;

use crate::common::model::{Circle, Config, Hosted, Local, Shape, Status, Thing, WIDE, Wide};
use crate::common::round_trip::{self, Read};
use call_wire::Flags;
use call_wire::json::{self, Raw, Wire};

/// Decodes a document and encodes it again.
#[track_caller]
fn written<T: Wire + Debug>(document: &str) -> String {
    let value: T = json::decode(document.as_bytes()).expect("decodes");
    let written = json::encode(&value).expect("encodes");
    assert_eq!(json::decode::<T>(written.as_bytes()).expect("decodes"), value, "{document} became {written}");
    written
}

#[test]
fn every_digit_of_a_number_is_preserved() {
    let numbers = [
        "1.0e2",
        "-0",
        "-0.0",
        "0.10",
        "1E5",
        "1e+5",
        "0e0",
        "1e-400",
        "5.0",
        "100",
        "9007199254740993",
        "123456789012345678901234567890",
        "1e999",
        "-1e999",
    ];
    let members = ["ratio", "single", "int", "long", "unsigned", "big", "any", "raw", "later"];
    for number in numbers {
        for member in members {
            let document = format!(r#"{{"{member}":{number}}}"#);
            let (thing, issues) = json::decode_lenient::<Thing>(document.as_bytes()).expect("decodes");
            assert_eq!(json::encode(&thing).expect("encodes"), document, "{issues:?}");
        }
        let document = format!(r#"{{"names":["a",{number}],"parts":[null,{{"ratio":0.5}}],"x":[{number}]}}"#);
        let (thing, _) = json::decode_lenient::<Thing>(document.as_bytes()).expect("decodes");
        assert_eq!(json::encode(&thing).expect("encodes"), document);
    }
}

#[test]
fn minus_zero_is_preserved_as_an_integer() {
    for member in ["int", "long", "unsigned", "big"] {
        for zero in ["-0", "-0.0", "\"-0\""] {
            let document = format!(r#"{{"{member}":{zero}}}"#);
            assert_eq!(written::<Thing>(&document), document);
        }
    }
}

#[test]
fn infinities_are_read_in_the_spelling_of_odata() {
    for (text, value) in [("INF", f64::INFINITY), ("-INF", f64::NEG_INFINITY)] {
        let document = format!(r#"{{"ratio":"{text}","single":"{text}"}}"#);
        let thing: Thing = json::decode(document.as_bytes()).expect("decodes");
        assert_eq!(thing.ratio, Some(value));
        assert_eq!(thing.single.map(f64::from), Some(value));
        assert_eq!(json::encode(&thing).expect("encodes"), document);
    }
    for text in ["inf", "-inf", "Infinity", "+INF", "nan", "-NaN"] {
        let document = format!(r#"{{"ratio":"{text}"}}"#);
        assert!(json::decode::<Thing>(document.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn a_null_next_to_nan_is_preserved() {
    for document in [
        r#"{"parts":[null,{"ratio":"NaN"}]}"#,
        r#"{"things":{"a":null,"b":{"single":"NaN"}}}"#,
        r#"{"shapes":[{"kind":"circle","radius":"NaN"},null]}"#,
    ] {
        let thing: Thing = json::decode(document.as_bytes()).expect("decodes");
        assert_eq!(json::encode(&thing).expect("encodes"), document);
    }
}

#[test]
fn nulls_of_all_members_are_preserved() {
    let nulls: Vec<_> = WIDE.iter().map(|name| format!("\"{name}\":null")).collect();
    let document = format!("{{{}}}", nulls.join(","));
    assert_eq!(round_trip::check::<Wide>(document.as_bytes()), Read::Strictly);
    let wide: Wide = json::decode(document.as_bytes()).expect("decodes");
    assert!(WIDE.iter().all(|name| wide.extra.is_null(name)));
    assert_eq!(wide.extra.len(), WIDE.len());

    // The last member with a name counts, and a value that is set later.
    let document = r#"{"m62":null,"m63":null,"m69":1,"m69":null,"m62":1,"m63":1}"#;
    let mut wide: Wide = json::decode(document.as_bytes()).expect("decodes");
    assert_eq!((wide.m62, wide.m63, wide.m69), (Some(1), Some(1), None));
    assert_eq!(json::encode(&wide).expect("encodes"), r#"{"m62":1,"m63":1,"m69":null}"#);
    wide.m69 = Some(2);
    assert_eq!(json::encode(&wide).expect("encodes"), r#"{"m62":1,"m63":1,"m69":2}"#);
}

#[test]
fn the_first_of_two_tags_counts() {
    for (document, expected) in [
        (r##"{"@type":"#x.local","count":1,"@type":"#x.hosted"}"##, r##"{"count":1,"@type":"#x.local"}"##),
        (r##"{"@type":"#x.local","@type":null,"count":1}"##, r##"{"count":1,"@type":"#x.local"}"##),
        (r##"{"@type":null,"@type":"#x.local","count":1}"##, r##"{"@type":null,"count":1}"##),
        (r##"{"@type":"#x.new","@type":"#x.hosted","uri":5}"##, r##"{"@type":"#x.new","uri":5}"##),
        (r##"{"@type":"x.hosted","uri":"u","@type":3}"##, r##"{"uri":"u","@type":"x.hosted"}"##),
        (r##"{"\u0040type":"#x.hosted","@type":"#x.local"}"##, r##"{"@type":"#x.hosted"}"##),
    ] {
        assert_eq!(written::<Config>(document), expected, "{document}");
    }
    assert_eq!(written::<Hosted>(r##"{"@type":"#x.new","@type":"#x.hosted"}"##), r##"{"@type":"#x.new"}"##);
}

#[test]
fn the_first_of_two_tags_that_are_typed_members_counts() {
    for (document, expected) in [
        (r#"{"kind":"circle","radius":1.5,"kind":"hosted"}"#, r#"{"kind":"circle","radius":1.5}"#),
        (r#"{"radius":1.5,"kind":"circle","kind":null}"#, r#"{"kind":"circle","radius":1.5}"#),
        (r#"{"kind":null,"kind":"circle","radius":"x"}"#, r#"{"kind":null,"radius":"x"}"#),
        (r#"{"kind":"square","kind":"circle","radius":"x"}"#, r#"{"kind":"square","radius":"x"}"#),
    ] {
        assert_eq!(written::<Shape>(document), expected, "{document}");
    }
    // Outside of a union, the tag is an ordinary member.
    assert_eq!(written::<Circle>(r#"{"kind":"a","kind":"circle"}"#), r#"{"kind":"circle"}"#);
}

#[test]
fn the_first_of_two_tags_counts_even_if_it_is_not_a_string() {
    for (document, expected) in [
        (r#"{"kind":3,"kind":"circle"}"#, r#"{"kind":3}"#),
        (
            r#"{"inner":{"kind":{"kind":"circle"},"kind":"hosted"}}"#,
            r#"{"inner":{"kind":{"kind":"circle"}}}"#,
        ),
    ] {
        json::decode::<Shape>(document.as_bytes()).expect_err("a tag is a string");
        let (shape, issues) = json::decode_lenient::<Shape>(document.as_bytes()).expect("decodes leniently");
        assert!(matches!(shape, Shape::Base(_)));
        assert_eq!(issues.len(), 1);
        assert_eq!(json::encode(&shape).expect("encodes"), expected);
    }
    let (shape, issues) =
        json::decode_lenient::<Shape>(br#"{"kind":"circle","kind":3}"#).expect("the second tag is ignored");
    assert_eq!((json::encode(&shape).expect("encodes").as_str(), issues.len()), (r#"{"kind":"circle"}"#, 0));
}

#[test]
fn a_variant_of_two_unions_keeps_both_tags() {
    for document in [
        r##"{"kind":"hosted","@type":"#x.hosted","uri":"u"}"##,
        r##"{"@type":"#x.other","kind":"hosted","kind":"circle","@type":"#x.hosted"}"##,
    ] {
        assert_eq!(round_trip::check::<Shape>(document.as_bytes()), Read::Strictly);
        assert_eq!(round_trip::check::<Hosted>(document.as_bytes()), Read::Strictly);
    }
    assert_eq!(
        written::<Shape>(r##"{"uri":"u","@type":"#x.hosted","kind":"hosted"}"##),
        r##"{"@type":"#x.hosted","uri":"u","kind":"hosted"}"##
    );
}

#[test]
fn an_object_converted_to_a_variant_is_written_with_one_tag() {
    for document in [r#"{"kind":null}"#, r#"{"kind":5}"#, r#"{"kind":"other"}"#, "{}"] {
        let (circle, _) = json::decode_lenient::<Circle>(document.as_bytes()).expect("decodes");
        let written = json::encode(&Shape::from(circle)).expect("encodes");
        assert_eq!(written.matches("\"kind\"").count(), 1, "{document} became {written}");
    }
    for document in [r#"{"@type":null}"#, r#"{"@type":5}"#, r#"{"@type":"other"}"#, "{}"] {
        let local: Local = json::decode(document.as_bytes()).expect("decodes");
        let written = json::encode(&Config::from(local)).expect("encodes");
        assert_eq!(written, r##"{"@type":"#x.local"}"##, "{document}");
    }
}

#[test]
fn the_second_of_two_equal_keys_in_a_map_counts() {
    let text = r#"{"byName":{"a":"1","b":"2","a":"3"},"things":{"t":{"id":"1"},"t":{"id":"2"}}}"#;
    let thing: Thing = json::decode(text.as_bytes()).expect("decodes");
    assert_eq!(thing.by_name.as_ref().and_then(|map| map.get("a")).map(String::as_str), Some("3"));
    assert_eq!(thing.things.as_ref().and_then(|map| map.get("t")?.id.as_deref()), Some("2"));
    assert_eq!(written::<Thing>(text), r#"{"byName":{"a":"3","b":"2"},"things":{"t":{"id":"2"}}}"#);
}

#[test]
fn flags_keep_their_original_text_and_have_no_empty_names() {
    for text in ["a,,b", "a, b", ",a,b,", "a ,b", " , a,b"] {
        let document = format!(r#"{{"flags":"{text}"}}"#);
        let thing: Thing = json::decode(document.as_bytes()).expect("decodes");
        let names: Vec<_> =
            thing.flags.iter().flat_map(|flags| flags.iter()).map(call_wire::OpenEnum::as_str).collect();
        assert_eq!(names, ["a", "b"], "{text}");
        assert_eq!(written::<Thing>(&document), document);
    }
    assert_eq!(Flags::<Status>::parse(""), Flags::default());
    assert_eq!(written::<Thing>(r#"{"flags":""}"#), r#"{"flags":""}"#);
}

#[test]
fn one_byte_order_mark_is_skipped() {
    let thing: Thing = json::decode(b"\xEF\xBB\xBF{\"id\":\"a\"}").expect("decodes");
    assert_eq!(thing.id.as_deref(), Some("a"));
    let (lenient, _) = json::decode_lenient::<Thing>(b"\xEF\xBB\xBF{\"id\":\"a\"}").expect("decodes");
    assert_eq!(lenient, thing);
    json::decode::<Thing>(b"\xEF\xBB\xBF\xEF\xBB\xBF{}").expect_err("a second byte order mark");
}

#[test]
fn a_path_escapes_tildes_and_slashes_in_names() {
    let error = json::decode::<Thing>(br#"{"things":{"a/b~c~1":{"int":"x"}}}"#).expect_err("not a number");
    assert_eq!(error.path(), "/things/a~1b~0c~01/int");
}

#[test]
fn extras_with_different_numbers_of_entries_differ() {
    let [none, one, two] = ["{}", r#"{"a":1}"#, r#"{"a":1,"b":2}"#]
        .map(|text| json::decode::<Thing>(text.as_bytes()).expect("decodes").extra);
    for (one, other) in [(&none, &one), (&one, &two), (&one, &none), (&two, &one)] {
        assert!(one != other, "{one:?} {other:?}");
    }
    assert!(none == json::Extra::default() && one == one.clone());
}

#[test]
fn members_with_names_of_secrets_are_redacted() {
    for name in [
        "accessToken",
        "PASSWORD",
        "passcode",
        "clientSecret",
        "incomingCallContext",
        "Authorization",
        "apiKey",
        "credentials",
    ] {
        let document = format!(r#"{{"{name}":"hush","deep":[{{"{name}":"hush"}}]}}"#);
        let thing: Thing = json::decode(document.as_bytes()).expect("decodes");
        let outputs =
            [format!("{thing:?}"), format!("{:?}", thing.extra), format!("{:?}", Raw::parse(&document))];
        assert!(!outputs.iter().any(|output| output.contains("hush")), "{outputs:?}");
    }
}

#[test]
fn a_tag_that_is_not_a_string_is_one_issue() {
    let shapes = vec![r#"{"kind":5}"#; 150].join(",");
    let document = format!(r#"{{"shapes":[{shapes}]}}"#);
    let (thing, issues) = json::decode_lenient::<Thing>(document.as_bytes()).expect("decodes");
    assert_eq!((issues.len(), issues.omitted()), (100, 50));
    assert_eq!(json::encode(&thing).expect("encodes"), document);
}

/// A pair of strings that begins with `a`. Its error is about the first string.
#[derive(Clone, Debug, PartialEq)]
struct Pair;

impl Wire for Pair {
    fn read(input: &mut json::Reader<'_>) -> Result<Self, json::ReadError> {
        input.array("a pair")?;
        input.item()?;
        let place = input.place();
        match &*input.string("a text")? {
            "a" => {
                while input.item()? {
                    input.skip()?;
                }
            }
            _ => return Err(json::ReadError::new(place, "not `a`")),
        }
        Ok(Self)
    }

    fn write(&self, output: &mut json::Writer) {
        output.array();
        output.item();
        output.string("a");
        output.end_array();
    }
}

#[test]
fn an_issue_has_the_path_of_the_error_and_the_whole_value() {
    let (pairs, issues) = json::decode_lenient::<Vec<Pair>>(br#"[["a", 1], ["b", 2]]"#).expect("an array");
    assert_eq!(pairs.len(), 1);
    assert_eq!((issues[0].path.as_str(), issues[0].raw.as_str()), ("/1/0", r#"["b",2]"#));
}

#[test]
fn numbers_are_converted_through_serde() {
    let document =
        r#"{"int":"5","ratio":1.5,"a":-0,"b":18446744073709551615,"c":-9223372036854775808,"d":1e5}"#;
    assert_eq!(round_trip::check::<Thing>(document.as_bytes()), Read::Strictly);
    let thing: Thing = json::decode(br#"{"x":1e999}"#).expect("decodes");
    serde_json::to_value(&thing).expect_err("out of range for a double");
}

#[test]
fn a_member_with_a_private_name_of_serde_json_is_preserved() {
    for document in [
        r#"{"later":{"$serde_json::private::Number":"x"}}"#,
        r#"{"later":{"$serde_json::private::Number":5}}"#,
        r#"{"later":{"$serde_json::private::Number":"5","more":1}}"#,
        r#"{"later":{"$serde_json::private::Number":null,"more":1}}"#,
    ] {
        let thing: Thing = serde_json::from_str(document).expect("decodes");
        assert_eq!(json::encode(&thing).expect("encodes"), document);
    }
}

#[test]
fn objects_are_converted_through_cbor() {
    for document in crate::common::mutate::SEEDS {
        let Ok(thing) = json::decode::<Thing>(document.as_bytes()) else { continue };
        let mut bytes = Vec::new();
        // A number that is out of range for a double is an error, and so is an unpaired surrogate.
        if ciborium::into_writer(&thing, &mut bytes).is_err() {
            assert!(document.contains("1e999") || document.contains("ud800"), "{document}");
            continue;
        }
        let back: Thing = ciborium::from_reader(bytes.as_slice()).expect("valid CBOR");
        let [original, decoded] = [&thing, &back].map(|thing| json::encode_value(thing).expect("encodes"));
        assert_eq!(decoded, original);
    }
}
