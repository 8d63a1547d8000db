//! The changes of an OpenAPI document.

use super::Case::{self, Absent, Edit};

pub(super) const CASES: &[(&str, Case)] = &[
    (
        "type",
        Edit {
            replace: &[(
                r#""Audio": {"#,
                r#""Extra": {"type": "object", "properties": {"x": {"type": "string"}}}, "Audio": {"#,
            )],
            forth: &["added nobody minor type Extra"],
            back: &["removed readers and writers major type Extra"],
        },
    ),
    (
        "enum",
        Edit {
            replace: &[(r#""Audio": {"#, r#""Reason": {"type": "string", "enum": ["busy"]}, "Audio": {"#)],
            forth: &["added nobody minor enum Reason"],
            back: &["removed readers and writers major enum Reason"],
        },
    ),
    (
        "union",
        Edit {
            replace: &[(
                r#""Media": {"#,
                r##""Sound": {
                    "oneOf": [{"$ref": "#/components/schemas/Audio"}, {"$ref": "#/components/schemas/Video"}],
                    "discriminator": {
                        "propertyName": "kind",
                        "mapping": {"audio": "#/components/schemas/Audio", "video": "#/components/schemas/Video"}
                    }
                }, "Media": {"##,
            )],
            forth: &["added nobody minor union Sound"],
            back: &["removed readers and writers major union Sound"],
        },
    ),
    ("element", Absent("JSON has no elements")),
    (
        "event",
        Edit {
            replace: &[(
                r#""Audio": {"#,
                r#""Ended": {"type": "object", "properties": {"event-id": {"type": "string"}}}, "Audio": {"#,
            )],
            forth: &["added nobody minor type Ended"],
            back: &["removed readers major type Ended (only received)"],
        },
    ),
    (
        "optional_member",
        Edit {
            replace: &[(
                r#""to": {"type": "string"},"#,
                r#""to": {"type": "string"}, "subject": {"type": "string"},"#,
            )],
            forth: &["added nobody minor type NewCall.subject"],
            back: &["removed writers major type NewCall.subject (only sent)"],
        },
    ),
    (
        "required_member_that_is_only_sent",
        Edit {
            replace: &[
                (r#""required": ["to"]"#, r#""required": ["to", "from"]"#),
                (r#""to": {"type": "string"},"#, r#""to": {"type": "string"}, "from": {"type": "string"},"#),
            ],
            forth: &["added writers major type NewCall.from"],
            back: &["removed writers major type NewCall.from (only sent)"],
        },
    ),
    (
        "required_member_that_is_only_received",
        Edit {
            replace: &[
                (r#""required": ["id", "state"]"#, r#""required": ["id", "state", "etag"]"#),
                (r#""media": {"#, r#""etag": {"type": "string"}, "media": {"#),
            ],
            forth: &["added nobody minor type Call.etag (only received)"],
            back: &["removed readers major type Call.etag (only received)"],
        },
    ),
    (
        "required_member_that_is_both",
        Edit {
            replace: &[
                (r#""required": ["name"]"#, r#""required": ["name", "phone"]"#),
                (
                    r#""name": {"type": "string"}"#,
                    r#""name": {"type": "string"}, "phone": {"type": "string"}"#,
                ),
            ],
            forth: &["added writers major type Party.phone"],
            back: &["removed readers and writers major type Party.phone"],
        },
    ),
    (
        "member_that_becomes_required",
        Edit {
            replace: &[(r#""required": ["to"]"#, r#""required": ["to", "party"]"#)],
            forth: &["changed writers major type NewCall.party"],
            back: &["changed writers major type NewCall.party"],
        },
    ),
    (
        "member_with_another_type",
        Edit {
            replace: &[(r#""to": {"type": "string"},"#, r#""to": {"type": "integer"},"#)],
            forth: &["changed writers major type NewCall.to (only sent)"],
            back: &["changed writers major type NewCall.to (only sent)"],
        },
    ),
    (
        "member_that_becomes_a_list",
        Edit {
            replace: &[(
                r#""to": {"type": "string"},"#,
                r#""to": {"type": "array", "items": {"type": "string"}},"#,
            )],
            forth: &["changed writers major type NewCall.to (only sent)"],
            back: &["changed writers major type NewCall.to (only sent)"],
        },
    ),
    (
        "member_that_may_be_null",
        Edit {
            replace: &[(r#""to": {"type": "string"},"#, r#""to": {"type": "string", "nullable": true},"#)],
            forth: &["changed nobody patch type NewCall.to"],
            back: &["changed nobody patch type NewCall.to"],
        },
    ),
    (
        "member_with_other_letters",
        Edit {
            replace: &[(r#""media": {"#, r#""MEDIA": {"#)],
            forth: &["renamed readers major type Call.media -> type Call.MEDIA (only received)"],
            back: &["renamed readers major type Call.MEDIA -> type Call.media (only received)"],
        },
    ),
    (
        "enum_value",
        Edit {
            replace: &[(r#""ringing""#, r#""ringing", "held""#)],
            forth: &["added nobody minor value State.held"],
            back: &["removed readers major value State.held (only received)"],
        },
    ),
    (
        "arm_of_a_union",
        Edit {
            replace: &[
                (r##"{"$ref": "#/components/schemas/Video"},"##, ""),
                (r##""video": "#/components/schemas/Video","##, ""),
            ],
            forth: &["removed readers major arm Media.video (only received)"],
            back: &["added nobody minor arm Media.video"],
        },
    ),
    (
        "tag_of_a_union",
        Edit {
            replace: &[(r#""propertyName": "kind""#, r#""propertyName": "type""#)],
            forth: &["changed readers major union Media (only received)"],
            back: &["changed readers major union Media (only received)"],
        },
    ),
    (
        "operation",
        Edit {
            replace: &[(
                r#""get": {"#,
                r#""delete": {
                    "operationId": "Calls_Delete", "responses": {"204": {"description": "Done"}}
                }, "get": {"#,
            )],
            forth: &["added nobody minor op Calls_Delete"],
            back: &["removed readers and writers major op Calls_Delete"],
        },
    ),
    (
        "operation_that_moves",
        Edit {
            replace: &[(r#""/calls": {"#, r#""/v2/calls": {"#)],
            forth: &["changed nobody minor op Calls_Create", "changed nobody minor op Calls_List"],
            back: &["changed nobody minor op Calls_Create", "changed nobody minor op Calls_List"],
        },
    ),
    (
        "optional_parameter",
        Edit {
            replace: &[(
                r#""parameters": ["#,
                r#""parameters": [{"name": "locale", "in": "query", "schema": {"type": "string"}},"#,
            )],
            forth: &["added writers major param Calls_Create.query.locale"],
            back: &["removed writers major param Calls_Create.query.locale"],
        },
    ),
    (
        "required_parameter",
        Edit {
            replace: &[(
                r#""parameters": ["#,
                r#""parameters": [
                    {"name": "locale", "in": "query", "required": true, "schema": {"type": "string"}},"#,
            )],
            forth: &["added writers major param Calls_Create.query.locale"],
            back: &["removed writers major param Calls_Create.query.locale"],
        },
    ),
    (
        "parameter_in_the_path",
        Edit {
            replace: &[(
                r#""/calls": {"#,
                r#""/{region}/calls": {
                    "parameters": [{"name": "region", "in": "path", "required": true, "schema": {"type": "string"}}],"#,
            )],
            forth: &[
                "added writers major param Calls_Create.path.region",
                "added writers major param Calls_List.path.region",
                "changed nobody minor op Calls_Create",
                "changed nobody minor op Calls_List",
            ],
            back: &[
                "removed writers major param Calls_Create.path.region",
                "removed writers major param Calls_List.path.region",
                "changed nobody minor op Calls_Create",
                "changed nobody minor op Calls_List",
            ],
        },
    ),
    (
        "parameter_that_becomes_required",
        Edit {
            replace: &[(r#""in": "query""#, r#""in": "query", "required": true"#)],
            forth: &["changed writers major param Calls_Create.query.tenant"],
            back: &["changed writers major param Calls_Create.query.tenant"],
        },
    ),
    (
        "parameter_with_another_type",
        Edit {
            replace: &[(
                r#""in": "query", "schema": {"type": "string"}"#,
                r#""in": "query", "schema": {"type": "boolean"}"#,
            )],
            forth: &["changed writers major param Calls_Create.query.tenant"],
            back: &["changed writers major param Calls_Create.query.tenant"],
        },
    ),
    (
        "parameter_that_the_client_supplies",
        Edit {
            replace: &[(
                r#""parameters": ["#,
                r#""parameters": [
                    {"name": "api-version", "in": "query", "required": true, "schema": {"type": "string"}},"#,
            )],
            forth: &["added nobody patch param Calls_Create.supplied.api-version"],
            back: &["removed nobody patch param Calls_Create.supplied.api-version"],
        },
    ),
    (
        "body",
        Edit {
            replace: &[(
                r##""requestBody": {
          "required": true,
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewCall"}}}
        },"##,
                "",
            )],
            forth: &["removed writers major body Calls_Create"],
            back: &["added writers major body Calls_Create"],
        },
    ),
    (
        "body_with_another_type",
        Edit {
            replace: &[("#/components/schemas/NewCall", "#/components/schemas/Party")],
            forth: &["changed writers major body Calls_Create"],
            back: &["changed writers major body Calls_Create"],
        },
    ),
    (
        "body_in_another_format",
        Edit {
            replace: &[(
                r##""content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewCall"}}}"##,
                r#""content": {"text/plain": {"schema": {"type": "string"}}}"#,
            )],
            forth: &["changed writers major body Calls_Create"],
            back: &["changed writers major body Calls_Create"],
        },
    ),
    (
        "error_status",
        Edit {
            replace: &[(
                r#""201": {"#,
                r##""404": {
                    "description": "None",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Party"}}}
                }, "201": {"##,
            )],
            forth: &["added nobody minor answer Calls_Create.4XX"],
            back: &["removed readers major answer Calls_Create.4XX"],
        },
    ),
    (
        "success_with_another_body",
        Edit {
            replace: &[(
                r#""201": {"#,
                r##""202": {
                    "description": "Later",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Party"}}}
                }, "201": {"##,
            )],
            forth: &["added readers major answer Calls_Create.202"],
            back: &["removed readers major answer Calls_Create.202"],
        },
    ),
    (
        "response_with_another_type",
        Edit {
            replace: &[("#/components/schemas/CallList", "#/components/schemas/Call")],
            forth: &["changed readers major answer Calls_List.200"],
            back: &["changed readers major answer Calls_List.200"],
        },
    ),
    (
        "paging",
        Edit {
            replace: &[(
                r#""operationId": "Calls_List","#,
                r#""operationId": "Calls_List", "x-ms-pageable": {"nextLinkName": "nextLink"},"#,
            )],
            forth: &["added nobody minor pages Calls_List"],
            back: &["removed readers major pages Calls_List"],
        },
    ),
];
