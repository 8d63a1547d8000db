//! The changes of an XML Schema.

use super::Case::{self, Absent, Edit};

pub(super) const CASES: &[(&str, Case)] = &[
    (
        "type",
        Edit {
            replace: &[(
                r#"<xs:element name="Ask" "#,
                r#"<xs:complexType name="ExtraType">
                    <xs:attribute name="x" type="xs:string"/>
                </xs:complexType>
                <xs:element name="Ask" "#,
            )],
            forth: &["added nobody minor type types.ExtraType"],
            back: &["removed readers and writers major type types.ExtraType"],
        },
    ),
    (
        "enum",
        Edit {
            replace: &[(
                r#"<xs:element name="Ask" "#,
                r#"<xs:simpleType name="CauseType">
                    <xs:restriction base="xs:string"><xs:enumeration value="Busy"/></xs:restriction>
                </xs:simpleType>
                <xs:element name="Ask" "#,
            )],
            forth: &["added nobody minor enum types.CauseType"],
            back: &["removed readers and writers major enum types.CauseType"],
        },
    ),
    (
        "union",
        Edit {
            replace: &[(
                r#"<xs:element name="Ask" "#,
                r#"<xs:complexType name="EitherType">
                    <xs:choice>
                        <xs:element name="A" type="xs:string"/>
                        <xs:element name="B" type="xs:string"/>
                    </xs:choice>
                </xs:complexType>
                <xs:element name="Ask" "#,
            )],
            forth: &[
                "added nobody minor type types.EitherType",
                "added nobody minor union types.EitherTypeContent",
            ],
            back: &[
                "removed readers and writers major type types.EitherType",
                "removed readers and writers major union types.EitherTypeContent",
            ],
        },
    ),
    (
        "element",
        Edit {
            replace: &[(
                r#"<xs:element name="Ask" "#,
                r#"<xs:element name="Notice" type="PartyType"/><xs:element name="Ask" "#,
            )],
            forth: &["added nobody minor element types.Notice"],
            back: &["removed readers and writers major element types.Notice"],
        },
    ),
    ("event", Absent("XML Schema does not describe events")),
    (
        "optional_member",
        Edit {
            replace: &[(
                r#"<xs:element name="Number" type="xs:string"/>"#,
                r#"<xs:element name="Number" type="xs:string"/>
                <xs:element name="Subject" type="xs:string" minOccurs="0"/>"#,
            )],
            forth: &["added nobody minor type types.AskType.Subject"],
            back: &["removed writers major type types.AskType.Subject (only sent)"],
        },
    ),
    (
        "required_member_that_is_only_sent",
        Edit {
            replace: &[(
                r#"<xs:element name="Number" type="xs:string"/>"#,
                r#"<xs:element name="Number" type="xs:string"/>
                <xs:element name="Subject" type="xs:string"/>"#,
            )],
            forth: &["added writers major type types.AskType.Subject"],
            back: &["removed writers major type types.AskType.Subject (only sent)"],
        },
    ),
    (
        "required_member_that_is_only_received",
        Edit {
            replace: &[(
                r#"<xs:element name="Id" type="xs:string"/>"#,
                r#"<xs:element name="Id" type="xs:string"/><xs:element name="Etag" type="xs:string"/>"#,
            )],
            forth: &["added nobody minor type types.AnswerType.Etag (only received)"],
            back: &["removed readers major type types.AnswerType.Etag (only received)"],
        },
    ),
    (
        "required_member_that_is_both",
        Edit {
            replace: &[(
                r#"<xs:attribute name="id""#,
                r#"<xs:attribute name="phone" type="xs:string" use="required"/><xs:attribute name="id""#,
            )],
            forth: &["added writers major type types.PartyType.@phone"],
            back: &["removed readers and writers major type types.PartyType.@phone"],
        },
    ),
    (
        "member_that_becomes_required",
        Edit {
            replace: &[(
                r#"<xs:element name="Locale" type="xs:string" minOccurs="0"/>"#,
                r#"<xs:element name="Locale" type="xs:string"/>"#,
            )],
            forth: &["changed writers major type types.AskType.Locale"],
            back: &["changed writers major type types.AskType.Locale"],
        },
    ),
    (
        "member_with_another_type",
        Edit {
            replace: &[(
                r#"<xs:element name="Number" type="xs:string"/>"#,
                r#"<xs:element name="Number" type="xs:int"/>"#,
            )],
            forth: &["changed writers major type types.AskType.Number (only sent)"],
            back: &["changed writers major type types.AskType.Number (only sent)"],
        },
    ),
    (
        "member_that_becomes_a_list",
        Edit {
            replace: &[(
                r#"<xs:element name="Number" type="xs:string"/>"#,
                r#"<xs:element name="Number" type="xs:string" maxOccurs="unbounded"/>"#,
            )],
            forth: &["changed writers major type types.AskType.Number (only sent)"],
            back: &["changed writers major type types.AskType.Number (only sent)"],
        },
    ),
    (
        "member_that_may_be_null",
        Edit {
            replace: &[(r#"<xs:element name="Locale" "#, r#"<xs:element name="Locale" nillable="true" "#)],
            forth: &[],
            back: &[],
        },
    ),
    (
        "member_with_other_letters",
        Edit {
            replace: &[(r#"<xs:element name="Number" "#, r#"<xs:element name="NUMBER" "#)],
            forth: &[
                "renamed writers major type types.AskType.Number -> type types.AskType.NUMBER (only sent)",
            ],
            back: &[
                "renamed writers major type types.AskType.NUMBER -> type types.AskType.Number (only sent)",
            ],
        },
    ),
    (
        "enum_value",
        Edit {
            replace: &[(
                r#"<xs:enumeration value="Ringing"/>"#,
                r#"<xs:enumeration value="Ringing"/><xs:enumeration value="Held"/>"#,
            )],
            forth: &["added nobody minor value types.StateType.Held"],
            back: &["removed readers major value types.StateType.Held (only received)"],
        },
    ),
    (
        "arm_of_a_union",
        Edit {
            replace: &[(r#"<xs:element name="Video" type="xs:string"/>"#, "")],
            forth: &["removed readers major arm types.MediaTypeContent.Video (only received)"],
            back: &["added nobody minor arm types.MediaTypeContent.Video"],
        },
    ),
    ("tag_of_a_union", Absent("the tag is the name of the element in every schema")),
    (
        "operation",
        Edit {
            replace: &[(
                r#"<xs:element name="Ask" "#,
                r#"<xs:element name="End"><xs:complexType/></xs:element>
                <xs:element name="EndResponse"><xs:complexType/></xs:element>
                <xs:element name="Ask" "#,
            )],
            forth: &[
                "added nobody minor element types.End",
                "added nobody minor element types.EndResponse",
                "added nobody minor op types.End",
                "added nobody minor type types.End",
                "added nobody minor type types.EndResponse",
            ],
            back: &[
                "removed writers major element types.End (only sent)",
                "removed readers major element types.EndResponse (only received)",
                "removed readers and writers major op types.End",
                "removed writers major type types.End (only sent)",
                "removed readers major type types.EndResponse (only received)",
            ],
        },
    ),
    ("operation_that_moves", Absent("SOAP requests have no path")),
    ("optional_parameter", Absent("the parameters are the members of the request element")),
    ("required_parameter", Absent("the parameters are the members of the request element")),
    ("parameter_in_the_path", Absent("SOAP requests have no path")),
    ("parameter_that_becomes_required", Absent("the parameters are the members of the request element")),
    ("parameter_with_another_type", Absent("the parameters are the members of the request element")),
    ("parameter_that_the_client_supplies", Absent("XML Schema does not describe headers")),
    ("body", Absent("every operation has a request element")),
    (
        "body_with_another_type",
        Edit {
            replace: &[(
                r#"<xs:element name="Ask" type="AskType"/>"#,
                r#"<xs:element name="Ask" type="PartyType"/>"#,
            )],
            forth: &["changed writers major element types.Ask (only sent)"],
            back: &["changed writers major element types.Ask (only sent)"],
        },
    ),
    ("body_in_another_format", Absent("every body is XML")),
    ("error_status", Absent("faults are part of SOAP")),
    ("success_with_another_body", Absent("an operation has one response element")),
    (
        "response_with_another_type",
        Edit {
            replace: &[(
                r#"<xs:element name="AskResponse" type="AnswerType"/>"#,
                r#"<xs:element name="AskResponse" type="PartyType"/>"#,
            )],
            forth: &["changed readers major element types.AskResponse (only received)"],
            back: &["changed readers major element types.AskResponse (only received)"],
        },
    ),
    ("paging", Absent("XML Schema does not describe pages")),
];
