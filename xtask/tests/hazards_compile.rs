//! Compiles the code that `hazards.rs` expects of every hazard, and decodes and encodes with it what compiling does
//! not prove.

#![allow(
    unexpected_cfgs,
    reason = "the generated mod.rs asks for the feature `client` of its crate; here each client is a module beside it"
)]

/// A module for each expected output, with its client where it has one, and the list of all of them.
macro_rules! hazards {
    ($($name:ident: $path:literal $($client:ident)?,)*) => {
        $(hazards!(@module $name $path $($client)?);)*

        /// The folders that are compiled here.
        const COMPILED: &[&str] = &[$($path),*];
    };
    (@module $name:ident $path:literal) => {
        #[allow(dead_code, reason = "it must compile; only some of it is run")]
        #[path = $path]
        pub mod $name {
            //! The code of a hazard.
            #[path = "mod.rs"]
            pub mod generated;
            #[allow(unused_imports, reason = "it must compile; only some of it is run")]
            pub use generated::*;
        }
    };
    (@module $name:ident $path:literal client) => {
        #[allow(dead_code, reason = "it must compile; only some of it is run")]
        #[path = $path]
        pub mod $name {
            //! The code of a hazard.
            #[path = "client.rs"]
            pub(crate) mod client;
            #[path = "mod.rs"]
            pub mod generated;
            #[allow(unused_imports, reason = "it must compile; only some of it is run")]
            pub use generated::*;
        }
    };
}

hazards! {
    any_xsd: "hazards/any/expected/xsd",
    attribute_and_element_xsd: "hazards/attribute_and_element/expected/xsd",
    choice_xsd: "hazards/choice/expected/xsd",
    cyclic_csdl: "hazards/cyclic/expected/csdl" client,
    cyclic_openapi: "hazards/cyclic/expected/openapi" client,
    cyclic_xsd: "hazards/cyclic/expected/xsd",
    descriptions_openapi: "hazards/descriptions/expected/openapi" client,
    discriminator_without_mapping_openapi: "hazards/discriminator_without_mapping/expected/openapi",
    enum_values_csdl: "hazards/enum_values/expected/csdl" client,
    enum_values_openapi: "hazards/enum_values/expected/openapi" client,
    enum_values_xsd: "hazards/enum_values/expected/xsd",
    formats_csdl: "hazards/formats/expected/csdl" client,
    formats_openapi: "hazards/formats/expected/openapi",
    formats_xsd: "hazards/formats/expected/xsd",
    groups_xsd: "hazards/groups/expected/xsd",
    hidden_property_csdl: "hazards/hidden_property/expected/csdl" client,
    hidden_property_openapi: "hazards/hidden_property/expected/openapi",
    inline_types_openapi: "hazards/inline_types/expected/openapi" client,
    lists_and_unions_xsd: "hazards/lists_and_unions/expected/xsd",
    mixed_xsd: "hazards/mixed/expected/xsd",
    no_bodies_openapi: "hazards/no_bodies/expected/openapi" client,
    nullable_csdl: "hazards/nullable/expected/csdl" client,
    nullable_openapi: "hazards/nullable/expected/openapi" client,
    nullable_xsd: "hazards/nullable/expected/xsd",
    open_and_empty_csdl: "hazards/open_and_empty/expected/csdl" client,
    open_and_empty_openapi: "hazards/open_and_empty/expected/openapi",
    open_and_empty_xsd: "hazards/open_and_empty/expected/xsd",
    operations_csdl: "hazards/operations/expected/csdl" client,
    path_verb_openapi: "hazards/path_verb/expected/openapi" client,
    reserved_members_csdl: "hazards/reserved_members/expected/csdl" client,
    reserved_members_openapi: "hazards/reserved_members/expected/openapi",
    reserved_members_xsd: "hazards/reserved_members/expected/xsd",
    reserved_parameters_openapi: "hazards/reserved_parameters/expected/openapi" client,
    reserved_types_csdl: "hazards/reserved_types/expected/csdl" client,
    reserved_types_openapi: "hazards/reserved_types/expected/openapi" client,
    reserved_types_xsd: "hazards/reserved_types/expected/xsd",
    restrictions_xsd: "hazards/restrictions/expected/xsd",
    substitution_xsd: "hazards/substitution/expected/xsd",
    three_levels_csdl: "hazards/three_levels/expected/csdl" client,
    three_levels_openapi: "hazards/three_levels/expected/openapi",
    three_levels_xsd: "hazards/three_levels/expected/xsd",
    two_success_bodies_openapi: "hazards/two_success_bodies/expected/openapi" client,
}

/// Every folder of output that `hazards.rs` expects is compiled here.
#[test]
fn every_hazard_is_compiled() {
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut expected = Vec::new();
    for hazard in std::fs::read_dir(tests.join("hazards")).expect("the hazards are there").flatten() {
        for format in std::fs::read_dir(hazard.path().join("expected")).expect("with output").flatten() {
            let path = format.path();
            let path = path.strip_prefix(&tests).expect("below the tests");
            expected.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    expected.sort();
    assert_eq!(expected, COMPILED, "add the missing folders to the list at the top of this file");
}
