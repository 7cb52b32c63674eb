//! The names that grammars give the parts of their nodes.

/// A part of a node by its name in the grammars that have it.
macro_rules! parts {
    ($($part:ident $name:literal),+ $(,)?) => {
        /// A part of a node; each grammar knows some of them, by numbers of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Part {
            $($part),+
        }

        impl Part {
            /// Every part beside its name in the grammars, in the order of the numbers.
            pub(super) const ALL: &[(Self, &str)] = &[$((Self::$part, $name)),+];
        }
    };
}

parts! {
    Argument "argument",
    Arguments "arguments",
    Array "array",
    Attribute "attribute",
    Body "body",
    Condition "condition",
    Constructor "constructor",
    Declarator "declarator",
    DefaultValue "default_value",
    Expression "expression",
    Field "field",
    Function "function",
    Index "index",
    Indices "indices",
    Initializer "initializer",
    Key "key",
    Left "left",
    Macro "macro",
    Method "method",
    Name "name",
    Object "object",
    Operand "operand",
    Package "package",
    Parameters "parameters",
    Path "path",
    Pattern "pattern",
    Property "property",
    RawValue "raw_value",
    Receiver "receiver",
    Result "result",
    Right "right",
    Scope "scope",
    Subscript "subscript",
    Suffix "suffix",
    Superclasses "superclasses",
    Tag "tag",
    Target "target",
    Type "type",
    Value "value",
}
