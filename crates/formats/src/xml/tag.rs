//! The elements that matter, by their local names.

/// Makes the enum and the way from a name to its case, so that the two cannot drift apart.
macro_rules! tags {
    ($($case:ident = $($name:literal)|+,)+) => {
        /// An element, told by its local name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Tag {
            $($case,)+
            /// Any other.
            Other,
        }

        impl Tag {
            /// The element of that local name.
            pub(crate) fn of(local: &str) -> Self {
                match local { $($($name)|+ => Self::$case,)+ _ => Self::Other }
            }
        }
    };
}

tags! {
    // The body (ECMA-376 part 1, 17).
    Paragraph = "p",
    ParagraphProperties = "pPr",
    ParagraphStyle = "pStyle",
    FrameProperties = "framePr",
    NumberProperties = "numPr",
    NumberLevel = "ilvl",
    NumberId = "numId",
    OutlineLevel = "outlineLvl",
    Run = "r",
    RunProperties = "rPr",
    RunFonts = "rFonts",
    RunStyle = "rStyle",
    Bold = "b",
    Size = "sz",
    Hidden = "vanish",
    Text = "t",
    Tab = "tab",
    Tabs = "tabs",
    Break = "br",
    CarriageReturn = "cr",
    NoBreakHyphen = "noBreakHyphen",
    Symbol = "sym",
    Hyperlink = "hyperlink",
    SimpleField = "fldSimple",
    FieldCharacter = "fldChar",
    FieldInstruction = "instrText",
    DeletedInstruction = "delInstrText",
    DeletedText = "delText",
    FormCheckBox = "checkBox",
    FormDropDown = "ddList",
    FormEntry = "listEntry",
    FormResult = "result",
    Default = "default",
    Checked = "checked",
    FootnoteReference = "footnoteReference",
    EndnoteReference = "endnoteReference",
    CommentReference = "commentReference",
    Inserted = "ins",
    Deleted = "del",
    MovedFrom = "moveFrom",
    MovedTo = "moveTo",
    ParagraphChange = "pPrChange",
    RunChange = "rPrChange",
    TableChange = "tblPrChange" | "tblGridChange" | "tblPrExChange" | "trPrChange" | "tcPrChange" | "sectPrChange"
        | "numberingChange",
    RubyText = "rt",
    PhoneticGuide = "phoneticPr",
    Table = "tbl",
    GridColumn = "gridCol",
    Row = "tr",
    RowProperties = "trPr",
    GridBefore = "gridBefore",
    Cell = "tc",
    CellProperties = "tcPr",
    GridSpan = "gridSpan",
    HorizontalMerge = "hMerge",
    Control = "sdt",
    ControlProperties = "sdtPr",
    ControlContent = "sdtContent",
    ControlCheckBox = "checkbox",
    TextBox = "txbxContent",
    TextPath = "textpath",
    Alternatives = "AlternateContent",
    Choice = "Choice",
    Fallback = "Fallback",
    Number = "num",
    // The other parts.
    Footnote = "footnote",
    Endnote = "endnote",
    Comment = "comment",
    Relationship = "Relationship",
    Style = "style",
    StyleName = "name",
    BasedOn = "basedOn",
    AbstractNumber = "abstractNum",
    AbstractNumberId = "abstractNumId",
    Level = "lvl",
    LevelOverride = "lvlOverride",
    StartOverride = "startOverride",
    Start = "start",
    NumberFormat = "numFmt",
    LevelText = "lvlText",
    LevelRestart = "lvlRestart",
    LegalNumbers = "isLgl",
    NumberStyleLink = "numStyleLink",
    StyleLink = "styleLink",
    Title = "title",
    Creator = "creator",
    Subject = "subject",
    Keywords = "keywords",
    Created = "created",
    Modified = "modified",
    Language = "language",
}
