//! The resolved model as text, with a line for each member, value, arm and argument (`--dump resolve`).

use std::fmt::{self, Display, Formatter};

use super::model::{
    Argument, Arm, Event, Events, Kind, Member, MemberWire, Module, ObjectWire, Operation, Page, Place,
    Shared, Type, UnionWire, ValueType,
};

impl Display for Module {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "// {}", self.about)?;
        self.types.values().try_for_each(|one| write!(f, "\n{one}"))?;
        self.operations.iter().try_for_each(|one| write!(f, "\n{one}"))?;
        for (response, Page { item, items, next }) in &self.responses.pages {
            let next = next.as_deref().unwrap_or("none");
            writeln!(f, "\npage {response}: {item} in {items}, next in {next}")?;
        }
        let mut queried = self.responses.queried.iter();
        queried.try_for_each(|(response, entity)| writeln!(f, "\nquery options for {response}: {entity}"))?;
        self.events.iter().try_for_each(|one| write!(f, "\n{one}"))
    }
}

impl Display for Events {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "events {:?}", self.prefix)?;
        let mut arms = self.arms.iter();
        arms.try_for_each(|Event { label, name, data }| writeln!(f, "    {label}: {data} {name:?}"))?;
        let mut shared = self.shared.iter();
        shared.try_for_each(|Shared { label, wire, ty, events, .. }| {
            writeln!(f, "    each {label}: {ty} {wire:?}, of {} events", events.len())
        })
    }
}

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { name, schema_name, kind, .. } = self;
        match kind {
            Kind::Object(object) => {
                write!(f, "object {name} {schema_name:?}")?;
                match &object.wire {
                    ObjectWire::Json { tag: Some((tag, value)) } => writeln!(f, ", {tag:?} is {value:?}")?,
                    ObjectWire::Xml { root: Some(root), .. } => writeln!(f, ", root {:?}", root.local)?,
                    _ => writeln!(f)?,
                }
                object.members.iter().try_for_each(|member| write!(f, "{member}"))
            }
            Kind::Enum(one) => {
                let marks = [(one.fold, ", in any case"), (one.flags, ", flags")];
                let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
                writeln!(f, "enum {name} {schema_name:?}{marks}")?;
                one.values.iter().try_for_each(|value| writeln!(f, "    {} {:?}", value.label, value.wire))
            }
            Kind::Union(union) => {
                write!(f, "union {name} {schema_name:?}")?;
                match &union.wire {
                    UnionWire::Json { tag, base: None } => writeln!(f, " by {tag:?}")?,
                    UnionWire::Json { tag, base: Some(base) } => writeln!(f, " by {tag:?}, else {base}")?,
                    UnionWire::Element => writeln!(f, " by element")?,
                    UnionWire::XsiType => writeln!(f, " by xsi:type")?,
                }
                let mut arms = union.arms.iter();
                arms.try_for_each(|Arm { label, ty, name, .. }| {
                    writeln!(f, "    {label}: {ty} {:?}", name.local)
                })
            }
            Kind::Alias(ty) => writeln!(f, "alias {name} {schema_name:?}: {ty}"),
        }
    }
}

impl Display for Member {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { label, ty, many, required, .. } = self;
        write!(f, "    {label}: {ty}{}", if *many { ", many" } else { "" })?;
        match &self.wire {
            MemberWire::Json { name, secret } => {
                write!(f, " {name:?}{}", if *secret { ", secret" } else { "" })?;
            }
            MemberWire::Xml(wire) => write!(f, " {wire}")?,
        }
        writeln!(f, "{}", if *required { ", required" } else { "" })
    }
}

impl Display for Operation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { name, verb, path, response, may_be_empty, .. } = self;
        write!(f, "operation {name}: {verb} {path}")?;
        if let Some(response) = response {
            write!(f, " -> {response}{}", if *may_be_empty { " or nothing" } else { "" })?;
        }
        writeln!(f)?;
        self.arguments.iter().try_for_each(|Argument { label, place, wire, ty, required, .. }| {
            let optional = if *required { "" } else { ", optional" };
            match place {
                Place::Body => writeln!(f, "    {label}: {ty}, the body{optional}"),
                place => writeln!(
                    f,
                    "    {label}: {ty}, {} {wire:?}{optional}",
                    format!("{place:?}").to_lowercase()
                ),
            }
        })
    }
}

impl Display for ValueType {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(name) | Self::Named(name) => f.write_str(name),
            Self::Text => f.write_str("String"),
            Self::Wire(path) => f.write_str(path.rsplit("::").next().unwrap_or(path)),
            Self::Flags(name) => write!(f, "Flags<{name}>"),
            Self::Vec(inner) => write!(f, "Vec<{inner}>"),
            Self::Map(inner) => write!(f, "BTreeMap<String, {inner}>"),
            Self::List(inner) => write!(f, "List<{inner}>"),
            Self::Nullable(inner) => write!(f, "Option<{inner}>"),
            Self::Boxed(inner) => write!(f, "Box<{inner}>"),
        }
    }
}
