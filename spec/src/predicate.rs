//! The closed vocabulary of check words. Each has one place in the verifier, one sentence here, and cases in `tests/rules`.

macro_rules! predicates {
    ($($(#[doc = $doc:literal])* $name:ident = $word:literal,)*) => {
        /// What a check asks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "load", derive(serde::Serialize))]
        pub enum Predicate {
            $($(#[doc = $doc])* $name,)*
        }

        impl Predicate {
            /// All of them, in the order of the manual.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The word in the description.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// What the word means, as one sentence.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),*).trim_ascii(),)* }
            }
        }
    };
}

predicates! {
    /// The value is the given one, which may stand elsewhere in the file.
    Equals = "equals",
    /// The value is one of the given ones.
    OneOf = "one-of",
    /// The value is none of the given ones.
    NoneOf = "none-of",
    /// The value is not below the given one.
    AtLeast = "at-least",
    /// The value is not above the given one.
    AtMost = "at-most",
    /// The value is below the given one.
    Below = "below",
    /// The first value is a multiple of the second, which may be 0 for nothing; if there is a third, the sum of it and the first is.
    Multiple = "multiple",
    /// The value is a power of two.
    PowerOfTwo = "power-of-two",
    /// Either both numbers are 0 or none is.
    Together = "together",
    /// Both values are set or none is.
    Same = "same",
    /// If the first value is set, so is the second.
    Requires = "requires",
    /// Not both values are set.
    Excludes = "excludes",
    /// The value is the one that the description declares for this section, symbol or relocation.
    Declared = "declared",
    /// The size is a whole number of entries of the declared size.
    WholeEntries = "whole-entries",
    /// The name belongs to this release.
    Known = "known",
    /// The name is in a closed list.
    Listed = "listed",
    /// No value occurs twice.
    Unique = "unique",
    /// Each value is above the one before it.
    Ascending = "ascending",
    /// The sections stand in the declared order.
    Ordered = "ordered",
    /// The section stands directly behind the one that it applies to.
    BehindTarget = "behind-target",
    /// The section is there when the description says so, and only then.
    Present = "presence",
    /// The piece stands where the layout of the file puts it.
    Placed = "placed",
    /// The first lies inside the second.
    Inside = "inside",
    /// The first ends before the second begins.
    Before = "before",
    /// No two share a byte.
    Disjoint = "disjoint",
    /// The bytes between the pieces are zero.
    PaddingZero = "padding-zero",
    /// The file ends with the piece.
    FileEnd = "file-end",
    /// The second section begins where the first ends.
    Adjacent = "adjacent",
    /// The section ends with the given bytes.
    EndsWith = "ends-with",
    /// The name begins inside its string table.
    NameInside = "name-inside",
    /// The name is closed by a zero byte.
    NameTerminated = "name-terminated",
    /// The name is UTF-8.
    Utf8 = "utf8",
    /// Every byte of the name lies between the two given ones.
    BytesBetween = "bytes-between",
    /// The string table is the canonical one of its names.
    Canonical = "canonical",
    /// The symbol is of a declared kind.
    OfKind = "of-kind",
    /// The kinds of symbols follow each other in the declared order.
    KindsOrdered = "kinds-ordered",
    /// The ranges ascend without overlap from 0 on.
    Consecutive = "consecutive",
    /// The range ends inside the section.
    EndInside = "end-inside",
    /// The gaps between the ranges are smaller than the alignment of what follows.
    GapsSmall = "gaps-small",
    /// The bytes of the section that lie in no range are zero.
    GapsZero = "gaps-zero",
    /// The relocated place lies inside the section that it is in.
    PlaceInside = "place-inside",
    /// The relocation refers to a symbol of an allowed kind.
    RefersTo = "refers-to",
    /// The payload keeps to its wire.
    OnWire = "wire",
    /// No byte follows the last field.
    Exhausted = "exhausted",
    /// The recorded version has the form of its release.
    VersionForm = "version-form",
    /// Flags of the list: every name is known.
    FlagsKnown = "flags-known",
    /// Flags of the list: every value is of the kind and among the words of its flag.
    FlagsValued = "flags-valued",
    /// Flags of the list: they stand in the order of the release, each once.
    FlagsOrdered = "flags-ordered",
    /// Flags of the list: none is missing.
    FlagsComplete = "flags-complete",
    /// Flags of the list: those with one possible value have it.
    FlagsFixed = "flags-fixed",
    /// The values are 0, 1, 2 and so on, in this order; if a number is given, once, twice, three times it and so on.
    CountsUp = "counts-up",
    /// The values are all numbers below the given one, each once, in any order.
    EachOnce = "each-once",
    /// Each value is below its own position.
    PointsBack = "points-back",
    /// So many values are there as the given one says; of an enum, so many of the named variants.
    Counted = "counted",
    /// The first value is the sum of the others.
    SumsTo = "sums-to",
    /// The values do not fall, begin with 0, and none is above the given one.
    StartsIn = "starts-in",
    /// Each place begins where or behind where the one before it ends.
    Apart = "apart",
    /// Each place begins where the one before it ends, the first at 0, and the last ends at the given value if there is one.
    Tiles = "tiles",
    /// Each value says where the second stands, counted from where the third first stands, in units of so many bytes, and on top of a number that may be given.
    StandsAt = "stands-at",
    /// The last value is the given one, which is 0 if there is none.
    EndsAt = "ends-at",
    /// Of the values as a row of bits the highest that is set lies in the last value, and below the second value, with so many bytes a bit and so many bits a value.
    BitsFit = "bits-fit",
    /// Each place is that of a symbol of the kind.
    AtSymbol = "at-symbol",
    /// The value is below one of the given ones at least.
    BelowSome = "below-some",
    /// As many bytes as the second place has, from the first value on, lie inside of so many pages as the third value says.
    FitsPages = "fits-pages",
    /// Each place lies inside the section.
    Within = "within",
    /// The bytes of the section at each place are UTF-8.
    TextWithin = "text-within",
    /// At the position that each value of the first names, the second is there; of an enum, one of the named variants, or the one that the third is.
    LeadsTo = "leads-to",
    /// Before each value stand more of the second than it says, the last of them not counted if a number says how many.
    DefinedBefore = "defined-before",
    /// The first value is the one that the third list has at the position which the second says.
    AsListed = "as-listed",
    /// The texts are those of the second, in order; the third says in which of its structures.
    SpelledAs = "spelled-as",
    /// Each text is one of the second's.
    Among = "among",
    /// The first value goes up in steps with the second: a value, up to which number it holds, the next value and so on.
    Stepped = "stepped",
    /// Each number lies in one of the places.
    InPlace = "in-place",
    /// Each number is that of a byte behind one of the bytes of a place: where a call in it returns to.
    ReturnsInto = "returns-into",
    /// Each number lies in the place that holds what stands in front of the number of the second that it belongs to; the third says up to which of the first each of the second goes.
    SamePlace = "same-place",
    /// The numbers are where the places begin, one for each in order; if a third value is given, counted from where each number stands itself, so many bytes further on.
    BeginsOf = "begins-of",
    /// The numbers are where the places end, one for each in order.
    EndsOf = "ends-of",
    /// The numbers are the lengths of the places, one for each in order.
    LengthsOf = "lengths-of",
    /// Each place is as long as the element of the second that it belongs to.
    SizedAs = "sized-as",
    /// Each number is below the one of the second whose group it is in; the third says where groups end.
    BelowOwner = "below-owner",
    /// Each number is that of a byte of a place, or of the one right behind it.
    TouchesPlace = "touches-place",
    /// The groups that the first makes of the second are as long as those that the third makes of the fourth, where the fifth is one of the kinds of a list; elsewhere they are empty.
    GroupsMatch = "groups-match",
    /// Each number of a group is above the one before it; the second says where groups begin.
    AscendingInGroups = "ascending-in-groups",
    /// An empty place begins where the one before it ends, stands in a group of one of the kinds of a list, and is not the last one there.
    GapsFilled = "gaps-filled",
    /// The groups of a kind have the wanted keys, for each owner: of places the positions of those that are not empty, of numbers they themselves.
    Keyed = "keyed",
    /// The address map agrees with the functions and with where each begins in the WebAssembly file: it is about their bytes, has an entry at the first one, and its positions are theirs.
    Mapped = "mapped",
    /// Where the second number is one of a list, or everywhere without a list, the section has the given bytes at the first, or so many bytes in front of it.
    CodeAt = "code-at",
    /// At each number, or behind up to three of the first bytes and one of the second there, stands one of the instructions: of the bytes there those that the second mask selects are the first ones.
    InstructionAt = "instruction-at",
    /// Each number that lies in one of the places is where bytes begin that are as the pattern has it, if what comes before it in the place is read so, one behind the other.
    BeginsInstruction = "begins-instruction",
    /// Of the bytes in front of the relocated place those that the second mask selects are the first ones.
    CodeBefore = "code-before",
    /// The bytes are as the pattern has it, and what they say of code is so: they speak of places from the second value on, so many bytes as the third says, in units of the fourth.
    Patterned = "patterned",
    /// Each name is as the pattern has it; the names of functions stand at the ranges of the section that belong to their numbers.
    Named = "named",
    /// The place holds the second number already, in as many bytes as the relocation fills.
    Holds = "holds",
    /// The bytes that end at each of the first, in a pool, call one place from where the second says that they are put; a place of the fourth begins there.
    Calls = "calls",
    /// Each thing stands where the one before it ends, or where its owner does, and is as large as its type; the first stands at a given number, or behind others.
    Packed = "packed",
    /// The second number, so many bytes further on, is one of the third, and of the group that belongs to it there the first number is the last one; the fourth says where groups begin.
    PairedAt = "paired-at",
    /// Each number is below the one of the second at the position that the third says.
    BelowNamed = "below-named",
    /// Each value is above the one before it, or the same with a greater second number.
    PairsAscending = "pairs-ascending",
    /// Each size but 0 is the number of an instruction near the beginning of the place in which a call returns to the second number: of the bytes that follow, and behind them a number of so many bytes.
    MakesFrame = "makes-frame",
    /// All numbers of a structure are the same.
    Alike = "alike",
    /// All numbers are the same whose second number, where a call returns to, belongs to the same place.
    AlikeInPlace = "alike-in-place",
    /// Places that belong to the same number are equally long; from the third on: where the places of a kind are in a list in groups, and at which position each number is.
    AlikeByType = "alike-by-type",
    /// No bit of the mask is set.
    BitsClear = "bits-clear",
    /// The values are as many as it takes for a row of bits of the second value's length, with so many bits a value, and no bit behind that is set.
    RowOfBits = "row-of-bits",
    /// The number is not the one that stands for none.
    NotNone = "not-none",
    /// The numbers are the values of the second, each once and in ascending order.
    ValuesOf = "values-of",
    /// Where the first value is set, the second one there is one of the named variants.
    VariantWhere = "variant-where",
    /// The flag is set but for the last one of each group; the second says where groups begin, in units of so many.
    SetButLast = "set-but-last",
    /// The table in blocks is written as its writer does.
    InBlocks = "in-blocks",
    /// Each value of the type is one that the type has.
    Allowed = "allowed",
    /// Every set bit has a name.
    BitsKnown = "bits-known",
    /// A set bit has with it the bits that it includes.
    BitsIncluded = "bits-included",
}

impl Predicate {
    /// The predicate with this word.
    ///
    /// ```
    /// use cwasm_spec::predicate::Predicate;
    /// assert_eq!(Predicate::from_word("one-of"), Some(Predicate::OneOf));
    /// assert_eq!(Predicate::from_word("any-of"), None);
    /// ```
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|predicate| predicate.word() == word)
    }
}
