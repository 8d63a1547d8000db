//! The memory that XML documents take. For each pattern, it is at most eight times the document in addition to the
//! typed values, and at most twice as much for twice the document.

use allocation_counter::measure;
use call_wire::xml::{self, Extra};

const FACTOR: usize = 8;
const MANY: usize = 1 << 12;

#[derive(Clone, Default, PartialEq)]
struct Document {
    number: Vec<i32>,
    text: Vec<String>,
    one: Option<bool>,
    part: Vec<Part>,
    extra: Extra,
}

call_wire::xml_object!(Document {
    element number: "" "N",
    element text: "" "T",
    element one: "" "One",
    element part: "" "Part",
});
call_wire::xml_root!(Document: "" "D");

#[derive(Clone, Default, PartialEq)]
struct Part {
    id: Option<i32>,
    extra: Extra,
}

call_wire::xml_object!(Part { attribute id: "Id" });

/// The bytes that the typed values may add to the limit.
#[derive(Clone, Copy)]
enum Typed {
    /// None: everything is in `extra`.
    Nothing,
    /// The bytes of the decoded value.
    Held,
}

/// Reads documents with `count` parts and with twice as many.
#[track_caller]
fn check(typed: Typed, count: usize, content: &dyn Fn(usize) -> String) {
    let once = measured(typed, count, content);
    let twice = measured(typed, 2 * count, content);
    assert!(twice <= 2 * once + once / 4, "{once} bytes, and {twice} for twice as much");
}

/// Returns the result of an operation, its maximum of allocated bytes, and the bytes that remain allocated.
fn cost<T>(work: impl FnOnce() -> T) -> (T, usize, usize) {
    let mut made = None;
    let info = measure(|| made = Some(work()));
    let left = usize::try_from(info.bytes_current).unwrap_or_default();
    (made.expect("a result"), usize::try_from(info.bytes_max).expect("fits into memory"), left)
}

/// Returns the maximum of allocated bytes while a document is read and written.
#[track_caller]
fn measured(typed: Typed, count: usize, content: &dyn Fn(usize) -> String) -> usize {
    let document = format!("<D>{}</D>", (0..count).map(content).collect::<String>());
    let read = || xml::decode_lenient::<Document>(document.as_bytes()).expect("decodes").0;
    let (value, peak, left) = cost(read);
    let held = match typed {
        Typed::Nothing => 0,
        Typed::Held => left,
    };
    assert!(
        peak <= FACTOR * document.len() + held,
        "{peak} bytes to read {}: {:.1} times as much, {held} of it are typed values",
        document.len(),
        peak as f64 / document.len() as f64
    );
    let (written, to_write, _) = cost(|| xml::encode(&value).expect("encodes"));
    assert!(
        to_write <= FACTOR * document.len(),
        "{to_write} bytes to write {}: {:.1} times as much",
        document.len(),
        to_write as f64 / document.len() as f64
    );
    assert!(written.len() <= 2 * document.len() + 100, "{} bytes of {}", written.len(), document.len());
    peak
}

#[test]
fn unknown_elements_take_little_memory() {
    check(Typed::Nothing, 4 * MANY, &|_| "<x/>".to_owned());
}

#[test]
fn unknown_elements_with_texts_take_little_memory() {
    check(Typed::Nothing, MANY, &|_| "a<x>b</x>".to_owned());
}

#[test]
fn items_take_little_memory() {
    check(Typed::Held, MANY, &|at| format!("<N>{at}</N>"));
}

#[test]
fn items_that_are_objects_take_little_memory() {
    check(Typed::Held, MANY, &|at| format!("<Part Id='{at}'/>"));
}

#[test]
fn items_with_unknown_attributes_take_little_memory() {
    check(Typed::Held, MANY / 4, &|at| format!("<Part Id='{at}' a='1' b='2'/>"));
}

#[test]
fn items_with_original_spellings_take_little_memory() {
    check(Typed::Held, MANY, &|at| format!("<N>0{at}</N>"));
}

#[test]
fn nil_items_take_little_memory() {
    let nil = "<N xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='1'/>";
    check(Typed::Nothing, MANY / 4, &|_| nil.to_owned());
}

#[test]
fn items_between_unknown_elements_take_little_memory() {
    check(Typed::Held, MANY, &|_| "<N>1</N><x/>".to_owned());
}

#[test]
fn alternating_items_take_little_memory() {
    check(Typed::Held, MANY, &|_| "<N>1</N><T>a</T>".to_owned());
}

#[test]
fn repeated_single_elements_take_little_memory() {
    check(Typed::Nothing, MANY, &|_| "<One>true</One>".to_owned());
}

#[test]
fn invalid_texts_take_little_memory() {
    check(Typed::Nothing, MANY, &|_| "<N>one</N>".to_owned());
}

#[test]
fn attributes_take_little_memory() {
    let attributes: String = (0..1000).map(|at| format!(" a{at}=''")).collect();
    check(Typed::Nothing, 8, &|_| format!("<x{attributes}/>"));
}

#[test]
fn nested_elements_take_little_memory() {
    let nested = format!("{}{}", "<x>".repeat(120), "</x>".repeat(120));
    check(Typed::Nothing, 64, &|_| nested.clone());
}

#[test]
fn nested_declarations_take_little_memory() {
    let nested = format!("{}{}", "<x xmlns:a='a' xmlns='b'>".repeat(60), "</x>".repeat(60));
    check(Typed::Nothing, 32, &|_| nested.clone());
}

#[test]
fn long_names_take_little_memory() {
    let name = "x".repeat(1 << 12);
    check(Typed::Nothing, 8, &|_| format!("<{name} {name}=''><{name}/></{name}>"));
}

#[test]
fn a_long_namespace_is_shared() {
    let namespace = "x".repeat(1 << 14);
    let children = "<a/>".repeat(1 << 10);
    let document = format!("<D><x xmlns='{namespace}'>{children}</x><p:y xmlns:p='{namespace}'/></D>");
    let (tree, peak, _) = cost(|| {
        let value: Document = xml::decode(document.as_bytes()).expect("decodes");
        let written = xml::encode(&value).expect("encodes");
        xml::parse(written.as_bytes()).expect("valid XML")
    });
    assert_eq!(tree.elements().count(), 2);
    assert!(peak < 10 * FACTOR * document.len(), "the namespace is shared");
}
