//! Small types of every kind that the generator emits.

use std::collections::BTreeMap;

use call_wire::json::{Extra, Raw, UnknownObject, Value};
use call_wire::{DateTime, Duration, Flags, OpenEnum, Unrecognized, Uuid};

#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    Running,
    Failed,
    Other(Unrecognized),
}

impl OpenEnum for Status {
    const NAME: &'static str = "status";
    const VALUES: &'static [Self] = &[Self::Running, Self::Failed];
    const FOLD: bool = true;

    fn as_str(&self) -> &str {
        match self {
            Self::Running => "running",
            Self::Failed => "failed",
            Self::Other(other) => other.as_str(),
        }
    }

    fn other(value: Unrecognized) -> Self {
        Self::Other(value)
    }
}
call_wire::open_enum!(Status);

/// Every kind of member.
#[derive(Clone, Default, PartialEq)]
pub struct Thing {
    pub id: Option<String>,
    pub on: Option<bool>,
    pub int: Option<i32>,
    pub long: Option<i64>,
    pub unsigned: Option<u32>,
    pub big: Option<u64>,
    pub ratio: Option<f64>,
    pub single: Option<f32>,
    pub when: Option<DateTime>,
    pub wait: Option<Duration>,
    pub guid: Option<Uuid>,
    pub status: Option<Status>,
    pub flags: Option<Flags<Status>>,
    pub any: Option<Value>,
    pub raw: Option<Raw<'static>>,
    pub names: Option<Vec<String>>,
    pub grid: Option<Vec<Vec<i32>>>,
    pub parts: Option<Vec<Thing>>,
    pub part: Option<Box<Thing>>,
    pub by_name: Option<BTreeMap<String, String>>,
    pub things: Option<BTreeMap<String, Thing>>,
    pub config: Option<Config>,
    pub shape: Option<Shape>,
    pub shapes: Option<Vec<Shape>>,
    pub token: Option<String>,
    pub extra: Extra,
}
call_wire::json_object!(Thing "thing" {
    id: "id", on: "on", int: "int", long: "long", unsigned: "unsigned", big: "big", ratio: "ratio",
    single: "single", when: "when", wait: "wait", guid: "guid", status: "status", flags: "flags", any: "any",
    raw: "raw", names: "names", grid: "grid", parts: "parts", part: "part", by_name: "byName",
    things: "things", config: "config", shape: "shape", shapes: "shapes", token: "token" secret,
});

/// A variant whose tag is not a typed member.
#[derive(Clone, Default, PartialEq)]
pub struct Hosted {
    pub uri: Option<String>,
    pub next: Option<Config>,
    pub extra: Extra,
}
call_wire::json_object!(Hosted "hosted" tag "@type" = "#x.hosted" { uri: "uri", next: "next" });

/// A variant without a tag of its own.
#[derive(Clone, Default, PartialEq)]
pub struct Local {
    pub count: Option<i32>,
    pub extra: Extra,
}
call_wire::json_object!(Local "local" { count: "count" });

/// A union without a base.
#[derive(Clone, Debug, PartialEq)]
pub enum Config {
    Hosted(Box<Hosted>),
    Local(Box<Local>),
    Unknown(UnknownObject),
}
call_wire::json_union!(
    Config "config" by "@type" { Hosted(Hosted): "#x.hosted", Local(Local): "#x.local" } else Unknown
);

/// A variant whose tag is a typed member.
#[derive(Clone, Default, PartialEq)]
pub struct Circle {
    pub kind: Option<Status>,
    pub radius: Option<f64>,
    pub inner: Option<Shape>,
    pub extra: Extra,
}
call_wire::json_object!(Circle "circle" { kind: "kind", radius: "radius", inner: "inner" });

/// The base, whose tag is a typed member.
#[derive(Clone, Default, PartialEq)]
pub struct Plain {
    pub kind: Option<String>,
    pub inner: Option<Shape>,
    pub extra: Extra,
}
call_wire::json_object!(Plain "plain" { kind: "kind", inner: "inner" });

/// A union with a base.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Circle(Box<Circle>),
    Hosted(Box<Hosted>),
    Base(Box<Plain>),
}
call_wire::json_union!(
    Shape "shape" by "kind" { Circle(Circle): "circle", Hosted(Hosted): "hosted" } else Base(Plain)
);

/// An object with more members than there are bits for their nulls.
macro_rules! wide {
    ($($member:ident: $name:literal)*) => {
        #[derive(Clone, Default, PartialEq)]
        pub struct Wide {
            $(pub $member: Option<i32>,)*
            pub extra: Extra,
        }
        call_wire::json_object!(Wide "wide" { $($member: $name),* });

        /// The names of its members.
        pub const WIDE: &[&str] = &[$($name),*];
    };
}

wide! {
    m0: "m0" m1: "m1" m2: "m2" m3: "m3" m4: "m4" m5: "m5" m6: "m6" m7: "m7" m8: "m8" m9: "m9"
    m10: "m10" m11: "m11" m12: "m12" m13: "m13" m14: "m14" m15: "m15" m16: "m16" m17: "m17" m18: "m18" m19: "m19"
    m20: "m20" m21: "m21" m22: "m22" m23: "m23" m24: "m24" m25: "m25" m26: "m26" m27: "m27" m28: "m28" m29: "m29"
    m30: "m30" m31: "m31" m32: "m32" m33: "m33" m34: "m34" m35: "m35" m36: "m36" m37: "m37" m38: "m38" m39: "m39"
    m40: "m40" m41: "m41" m42: "m42" m43: "m43" m44: "m44" m45: "m45" m46: "m46" m47: "m47" m48: "m48" m49: "m49"
    m50: "m50" m51: "m51" m52: "m52" m53: "m53" m54: "m54" m55: "m55" m56: "m56" m57: "m57" m58: "m58" m59: "m59"
    m60: "m60" m61: "m61" m62: "m62" m63: "m63" m64: "m64" m65: "m65" m66: "m66" m67: "m67" m68: "m68" m69: "m69"
}
