//! The changes of a CSDL document.

use super::Case::{self, Absent, Edit};

pub(super) const CASES: &[(&str, Case)] = &[
    (
        "type",
        Edit {
            replace: &[
                (
                    r#"<Property Name="code" Type="Edm.Int32"/>"#,
                    r#"<Property Name="code" Type="Edm.Int32"/>
                <Property Name="extra" Type="n.extra"/>"#,
                ),
                ("<EnumType", r#"<ComplexType Name="extra"/><EnumType"#),
            ],
            forth: &["added nobody minor type extra", "added nobody minor type outcome.extra"],
            back: &[
                "removed readers major type extra (only received)",
                "removed readers major type outcome.extra (only received)",
            ],
        },
    ),
    (
        "enum",
        Edit {
            replace: &[
                (
                    r#"<Property Name="code" Type="Edm.Int32"/>"#,
                    r#"<Property Name="code" Type="Edm.Int32"/>
                <Property Name="cause" Type="n.cause"/>"#,
                ),
                ("<EnumType", r#"<EnumType Name="cause"><Member Name="busy"/></EnumType><EnumType"#),
            ],
            forth: &["added nobody minor enum cause", "added nobody minor type outcome.cause"],
            back: &[
                "removed readers major enum cause (only received)",
                "removed readers major type outcome.cause (only received)",
            ],
        },
    ),
    (
        "union",
        Edit {
            replace: &[
                (
                    r#"<Property Name="code" Type="Edm.Int32"/>"#,
                    r#"<Property Name="code" Type="Edm.Int32"/>
                <Property Name="any" Type="n.base"/>"#,
                ),
                (
                    "<EnumType",
                    r#"<ComplexType Name="base" Abstract="true"/>
                <ComplexType Name="leaf" BaseType="n.base"/><EnumType"#,
                ),
            ],
            forth: &[
                "added nobody minor type leaf",
                "added nobody minor type outcome.any",
                "added nobody minor union base",
            ],
            back: &[
                "removed readers major type leaf (only received)",
                "removed readers major type outcome.any (only received)",
                "removed readers major union base (only received)",
            ],
        },
    ),
    ("element", Absent("JSON has no elements")),
    ("event", Absent("CSDL does not describe events")),
    (
        "optional_member",
        Edit {
            replace: &[(
                r#"<Property Name="size" Type="Edm.Int32"/>"#,
                r#"<Property Name="size" Type="Edm.Int32"/>
                <Property Name="colour" Type="Edm.String"/>"#,
            )],
            forth: &["added nobody minor type thing.colour"],
            back: &["removed readers and writers major type thing.colour"],
        },
    ),
    (
        "required_member_that_is_only_sent",
        Edit {
            replace: &[(
                r#"<Property Name="reason""#,
                r#"<Property Name="until" Type="Edm.String" Nullable="false"/><Property Name="reason""#,
            )],
            forth: &["added writers major type options.until"],
            back: &["removed writers major type options.until (only sent)"],
        },
    ),
    (
        "required_member_that_is_only_received",
        Edit {
            replace: &[(
                r#"<Property Name="code" Type="Edm.Int32"/>"#,
                r#"<Property Name="code" Type="Edm.Int32"/>
                <Property Name="text" Type="Edm.String" Nullable="false"/>"#,
            )],
            forth: &["added nobody minor type outcome.text (only received)"],
            back: &["removed readers major type outcome.text (only received)"],
        },
    ),
    (
        "required_member_that_is_both",
        Edit {
            replace: &[(
                r#"<Property Name="size" Type="Edm.Int32"/>"#,
                r#"<Property Name="size" Type="Edm.Int32"/>
                <Property Name="colour" Type="Edm.String" Nullable="false"/>"#,
            )],
            forth: &["added writers major type thing.colour"],
            back: &["removed readers and writers major type thing.colour"],
        },
    ),
    (
        "member_that_becomes_required",
        Edit {
            replace: &[(
                r#"<Property Name="size" Type="Edm.Int32"/>"#,
                r#"<Property Name="size" Type="Edm.Int32" Nullable="false"/>"#,
            )],
            forth: &["changed writers major type thing.size"],
            back: &["changed writers major type thing.size"],
        },
    ),
    (
        "member_with_another_type",
        Edit {
            replace: &[(
                r#"<Property Name="size" Type="Edm.Int32"/>"#,
                r#"<Property Name="size" Type="Edm.String"/>"#,
            )],
            forth: &["changed readers and writers major type thing.size"],
            back: &["changed readers and writers major type thing.size"],
        },
    ),
    (
        "member_that_becomes_a_list",
        Edit {
            replace: &[(
                r#"<Property Name="size" Type="Edm.Int32"/>"#,
                r#"<Property Name="size" Type="Collection(Edm.Int32)"/>"#,
            )],
            forth: &["changed readers and writers major type thing.size"],
            back: &["changed readers and writers major type thing.size"],
        },
    ),
    (
        "member_that_may_be_null",
        Absent("a member that may be null is optional, so its fact is that of member_that_becomes_required"),
    ),
    (
        "member_with_other_letters",
        Edit {
            replace: &[(
                r#"<Property Name="size" Type="Edm.Int32"/>"#,
                r#"<Property Name="Size" Type="Edm.Int32"/>"#,
            )],
            forth: &["renamed readers and writers major type thing.size -> type thing.Size"],
            back: &["renamed readers and writers major type thing.Size -> type thing.size"],
        },
    ),
    (
        "enum_value",
        Edit {
            replace: &[(r#"<Member Name="on"/>"#, r#"<Member Name="on"/><Member Name="paused"/>"#)],
            forth: &["added nobody minor value state.paused"],
            back: &["removed readers major value state.paused (only received)"],
        },
    ),
    (
        "arm_of_a_union",
        Edit {
            replace: &[(r#"<ComplexType Name="video" BaseType="n.media"/>"#, "")],
            forth: &[
                "removed readers and writers major arm media.#n.video",
                "removed readers and writers major type video",
            ],
            back: &["added nobody minor arm media.#n.video", "added nobody minor type video"],
        },
    ),
    ("tag_of_a_union", Absent("the tag is the annotation @odata.type in every schema")),
    (
        "operation",
        Edit {
            replace: &[(
                r#"<Action Name="mute" "#,
                r#"<Action Name="hide" IsBound="true"><Parameter Name="bindingParameter" Type="n.thing"/></Action>
                <Action Name="mute" "#,
            )],
            forth: &["added nobody minor op thing_hide"],
            back: &["removed readers and writers major op thing_hide"],
        },
    ),
    ("operation_that_moves", Absent("an operation has the name of its path")),
    (
        "optional_parameter",
        Edit {
            replace: &[(
                r#"<ReturnType Type="n.outcome"/>"#,
                r#"<Parameter Name="context" Type="Edm.String"/>
                <ReturnType Type="n.outcome"/>"#,
            )],
            forth: &["added nobody minor type mute(thing).context"],
            back: &["removed writers major type mute(thing).context (only sent)"],
        },
    ),
    (
        "required_parameter",
        Edit {
            replace: &[(
                r#"<ReturnType Type="n.outcome"/>"#,
                r#"<Parameter Name="context" Type="Edm.String" Nullable="false"/>
                <ReturnType Type="n.outcome"/>"#,
            )],
            forth: &["added writers major type mute(thing).context"],
            back: &["removed writers major type mute(thing).context (only sent)"],
        },
    ),
    (
        "parameter_in_the_path",
        Edit {
            replace: &[(
                r#"<Parameter Name="within" "#,
                r#"<Parameter Name="from" Type="Edm.String" Nullable="false"/>
                <Parameter Name="within" "#,
            )],
            forth: &["added writers major param thing_near.path.from", "changed nobody minor op thing_near"],
            back: &["removed writers major param thing_near.path.from", "changed nobody minor op thing_near"],
        },
    ),
    (
        "parameter_that_becomes_required",
        Edit {
            replace: &[(
                r#"<Parameter Name="options" Type="n.options"/>"#,
                r#"<Parameter Name="options" Type="n.options" Nullable="false"/>"#,
            )],
            forth: &["changed writers major type mute(thing).options"],
            back: &["changed writers major type mute(thing).options"],
        },
    ),
    (
        "parameter_with_another_type",
        Edit {
            replace: &[(
                r#"<Parameter Name="options" Type="n.options"/>"#,
                r#"<Parameter Name="options" Type="Edm.String"/>"#,
            )],
            forth: &[
                "removed writers major type options (only sent)",
                "changed writers major type mute(thing).options (only sent)",
            ],
            back: &[
                "changed writers major type mute(thing).options (only sent)",
                "added nobody minor type options",
            ],
        },
    ),
    ("parameter_that_the_client_supplies", Absent("CSDL does not describe headers and versions")),
    (
        "body",
        Edit {
            replace: &[(r#"<Parameter Name="options" Type="n.options"/>"#, "")],
            forth: &[
                "removed writers major body thing_mute",
                "removed writers major type mute(thing) (only sent)",
                "removed writers major type options (only sent)",
            ],
            back: &[
                "added writers major body thing_mute",
                "added nobody minor type mute(thing)",
                "added nobody minor type options",
            ],
        },
    ),
    (
        "body_with_another_type",
        Absent("the body is the entity or the parameters of the action, which have no other name"),
    ),
    ("body_in_another_format", Absent("every body is JSON")),
    ("error_status", Absent("all operations have the same errors")),
    ("success_with_another_body", Absent("an operation has one response")),
    (
        "response_with_another_type",
        Edit {
            replace: &[(r#"<ReturnType Type="n.outcome"/>"#, r#"<ReturnType Type="n.thing"/>"#)],
            forth: &[
                "removed readers major enum state (only received)",
                "removed readers major type outcome (only received)",
                "changed readers major answer thing_mute.200",
            ],
            back: &[
                "changed readers major answer thing_mute.200",
                "added nobody minor enum state",
                "added nobody minor type outcome",
            ],
        },
    ),
    ("paging", Absent("every list is paged")),
];
