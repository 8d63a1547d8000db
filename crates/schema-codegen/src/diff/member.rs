//! The value of a member, a parameter, a body or a response, in the notation of either surface.

/// The parts of a member's value.
pub struct Member<'v> {
    /// The type, with the brackets of lists and maps.
    pub type_name: &'v str,
    /// Whether the member is required.
    pub required: bool,
    /// Whether an element may occur multiple times.
    pub many: bool,
    /// The media types of a body that is not JSON.
    pub media: Option<&'v str>,
}

impl<'v> Member<'v> {
    /// Splits a value.
    pub fn of(value: &'v str) -> Self {
        if let Some((type_name, mark)) = value.rsplit_once(' ') {
            match mark {
                "required" | "optional" => {
                    return Self { type_name, required: mark == "required", many: false, media: None };
                }
                "0..1" | "1..1" | "0..n" | "1..n" => {
                    let (required, many) = (mark.starts_with('1'), mark.ends_with('n'));
                    return Self { type_name, required, many, media: None };
                }
                _ => {}
            }
        }
        let (value, media) =
            value.split_once(" as ").map_or((value, None), |(value, media)| (value, Some(media)));
        let plain = value.strip_suffix(" | null").unwrap_or(value);
        let type_name = plain.strip_suffix('?').unwrap_or(plain);
        Self { type_name, required: type_name == plain, many: false, media }
    }
}
