//! The operations and the rules of requests of the hazards, for servers.

use call_wire::server::Route;

use super::{functions_csdl, limits_openapi, operations_csdl, path_verb_openapi, soap_requests_xsd};

/// Returns the violations of a body of an operation, as text.
fn violations(route: &Route, body: &str) -> Vec<String> {
    let rules = route.body.expect("the operation has a body").rules;
    let violations = call_wire::server::check(body.as_bytes(), &rules).expect("JSON");
    violations.iter().map(ToString::to_string).collect()
}

#[test]
fn a_server_enforces_the_limits_of_the_schema() {
    use limits_openapi::server::Operation;
    let route = Operation::OrdersAdd.route();
    let valid = r#"{"count": 4, "note": null, "kind": "small", "most": 8, "share": 0.5, "above": 0.1, "name": "abc",
        "tags": ["a", "b"], "parts": [], "prices": {"a": 1.5}}"#;
    assert_eq!(violations(route, valid), [""; 0]);
    let invalid = r#"{"count": 5, "kind": "tiny", "most": 9, "share": 1.5, "above": 0, "name": "",
        "tags": ["a", "", "c"], "parts": [{"note": "x", "kind": "large"}], "prices": {"a": "b"}}"#;
    assert_eq!(
        violations(route, invalid),
        [
            "/count: 5 is not valid (expected an integer from 0 to 4)",
            "/kind: \"tiny\" is not valid (expected one of small, large)",
            "/most: 9 is not valid (expected an integer of at most 8)",
            "/share: 1.5 is not valid (expected a number from 0.5 to 1)",
            "/above: 0 is not valid (expected a number above 0)",
            "/name: \"\" is not valid (expected a string of 1 to 3 characters)",
            "/tags/1: \"\" is not valid (expected a string of at least 1 character)",
            "/tags: an array of 3 items is not valid (expected an array of at most 2 items)",
            "/parts/0/count: count is required (expected an integer from 0 to 4)",
            "/prices/a: \"b\" is not valid (expected a number)",
            "/note: note is required (expected a string)",
        ]
    );
    let [copies] = route.query else { panic!("one parameter: {:?}", route.query) };
    assert_eq!(copies.check(None), None);
    assert_eq!(copies.check(Some("1")), None);
    let zero = copies.check(Some("0")).expect("too few");
    assert_eq!(zero.to_string(), "copies: \"0\" is not valid (expected an integer from 1 to 2147483647)");
    let [kind] = route.headers else { panic!("one header: {:?}", route.headers) };
    let missing = kind.check(None).expect("required");
    assert_eq!(missing.to_string(), "X-Kind: X-Kind is required (expected one of small, large)");
}

#[test]
fn a_change_need_not_have_the_required_members() {
    let route = limits_openapi::server::Operation::OrdersChange.route();
    assert_eq!(violations(route, r#"{"name": "a"}"#), [""; 0]);
    assert_eq!(
        violations(route, r#"{"count": 5}"#),
        ["/count: 5 is not valid (expected an integer from 0 to 4)"]
    );
    let parts = violations(route, r#"{"parts": [{"count": 1, "note": null}]}"#);
    assert_eq!(parts, ["/parts/0/kind: kind is required (expected one of small, large)"]);
}

#[test]
fn a_server_finds_each_operation_by_its_path() {
    use call_wire::server::Found;
    use path_verb_openapi::server::Operation;
    let values = |method: &str, path: &str| match Operation::find(method, path) {
        Found::Operation(operation, parameters) => {
            let values: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
            (operation, values.join(" "))
        }
        other => panic!("{method} {path}: {other:?}"),
    };
    assert_eq!(values("POST", "/calls/a:b:hangUp"), (Operation::CallHangUp, "id=a:b".to_owned()));
    assert_eq!(values("GET", "/calls/a:hangUp"), (Operation::CallGet, "id=a:hangUp".to_owned()));
    let (operation, parameters) = values("POST", "/calls/1/2:3");
    assert_eq!((operation, parameters.as_str()), (Operation::CallDo, "self=1 type=2 verb=3"));
    let quoted = values("POST", "/calls('a%27b')/microsoft.graph.play");
    assert_eq!(quoted, (Operation::CallPlay, "key=a'b".to_owned()));
    assert_eq!(Operation::find("PUT", "/calls/1:hangUp"), Found::MethodNotAllowed(vec!["GET", "POST"]));
    assert_eq!(Operation::find("GET", "/nothing"), Found::Unknown);
}

#[test]
fn an_action_may_be_qualified_by_its_namespace() {
    use call_wire::server::Found;
    use operations_csdl::server::Operation;
    for path in ["/store/things/1/self", "/store/things/1/n.self"] {
        let Found::Operation(operation, _) = Operation::find("POST", path) else { panic!("{path}") };
        assert_eq!(operation, Operation::ThingSelf);
    }
    assert_eq!(Operation::find("GET", "/store/things/1/n.type/x"), Found::Unknown);
}

#[test]
fn a_server_reads_the_parameters_of_a_function() {
    use call_wire::server::Found;
    use functions_csdl::server::Operation;
    let path = "/store/things/n.find(type='it%27%27s',from=2026-11-20T11%3A00%3A00Z,for=duration'PT30M',state=n.state'on')";
    let Found::Operation(operation, values) = Operation::find("GET", path) else { panic!("{path}") };
    assert_eq!(operation, Operation::ThingsFindByTypeAndFromAndForAndState);
    let values: Vec<_> = values.iter().collect();
    let expected = [("type", "it's"), ("from", "2026-11-20T11:00:00Z"), ("for", "PT30M"), ("state", "on")];
    assert_eq!(values, expected);
    let find = |path: &str| Operation::find("GET", path);
    assert!(matches!(find("/store/things/find()"), Found::Operation(Operation::ThingsFind, _)));
    assert!(matches!(find("/store/things/1/slots(row=1,self='')"), Found::Operation(Operation::SlotsGet, _)));
}

#[test]
fn a_server_checks_the_element_of_a_request() {
    use soap_requests_xsd::server::Operation;
    let violations = |body: &str| -> Vec<String> {
        let element = call_wire::xml::parse(body.as_bytes()).expect("XML");
        let name = element.name.borrow();
        let operation = Operation::of_element(name.namespace, name.local).expect("an operation");
        let violations = call_wire::server::check_element(&element, operation.rules());
        violations.iter().map(ToString::to_string).collect()
    };
    let valid = "<Ask xmlns='urn:hazard' version='255'><Colour> red </Colour><Part id='-1'> 1 </Part>
        <Part id='2'>false</Part><Numbers> 1 +2\n3 </Numbers><Total>5</Total><Inner><Colour>green</Colour>
        <At>1</At></Inner><Later/></Ask>";
    assert_eq!(violations(valid), [""; 0]);
    let invalid =
        "<Ask xmlns='urn:hazard' version='256'><Colour>blue</Colour><Colour>red</Colour><Part>yes</Part>
        <Numbers>1,2</Numbers><Total/><Inner><At>x</At></Inner></Ask>";
    assert_eq!(
        violations(invalid),
        [
            "/Ask/@version: \"256\" is not valid (expected an integer from 0 to 255)",
            "/Ask/Colour: \"blue\" is not valid (expected one of red, green)",
            "/Ask/Colour: another element is not valid (expected only one)",
            "/Ask/Part/@id: id is required (expected an integer from -32768 to 32767)",
            "/Ask/Part: \"yes\" is not valid (expected a boolean)",
            "/Ask/Numbers: \"1,2\" is not valid (expected an array)",
            "/Ask/Total: \"\" is not valid (expected an integer)",
            "/Ask/Inner/At: \"x\" is not valid (expected an integer from -2147483648 to 2147483647)",
            "/Ask/Inner/Colour: Colour is required (expected one of red, green)",
        ]
    );
    let nil = "<Ask xmlns='urn:hazard' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><Colour xsi:nil='true'/></Ask>";
    assert_eq!(violations(nil), ["/Ask/Colour: Colour is required (expected one of red, green)"]);
    assert_eq!(Operation::of_element("urn:other", "Ask"), None);
    assert_eq!(Operation::Ask.action(), "urn:hazard/Ask");
}
