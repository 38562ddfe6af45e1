//! Fonts that number their glyphs by one of Adobe's character collections and do not say which characters those are:
//! the collection itself knows.

use hayro_interpret::hayro_cmap::{self, BfString, CMap, CMapName, CidFamily};
use hayro_interpret::hayro_syntax::object::dict::keys::{
    BASE_FONT, CIDSYSTEMINFO, DESCENDANT_FONTS, ENCODING, ORDERING, REGISTRY, TO_UNICODE,
};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use rustc_hash::FxHashMap;

/// The character that every code stands for itself, for fonts whose table of characters is the name `Identity-H`: no
/// stream, and against the standard, but written and read by others.
const IDENTITY: &[u8] = b"/CIDInit /ProcSet findresource begin begincmap \
    1 begincodespacerange <0000> <ffff> endcodespacerange \
    1 begincidrange <0000> <ffff> 0 endcidrange \
    1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap";

/// The table of characters of a name.
pub(super) fn resolve(name: CMapName<'_>) -> Option<&'static [u8]> {
    match name {
        CMapName::IdentityH | CMapName::IdentityV => Some(IDENTITY),
        name => hayro_cmap::load_embedded(name),
    }
}

/// The fonts met so far that need their collection, by name.
#[derive(Debug, Default)]
pub(super) struct Collections {
    fonts: FxHashMap<String, Lookup>,
}

/// From a font's codes to numbers in the collection, and from those to characters.
#[derive(Debug)]
struct Lookup {
    encoding: Option<CMap>,
    characters: CMap,
}

impl Collections {
    /// Remembers a font, where it is one that needs its collection.
    pub(super) fn meet(&mut self, font: &Dict<'_>) {
        if let Some((name, lookup)) = lookup(font) {
            self.fonts.entry(name).or_insert(lookup);
        }
    }

    /// The characters of a code of a font.
    pub(super) fn text(&self, font: &str, code: u32) -> Option<BfString> {
        let lookup = self.fonts.get(font)?;
        let number = lookup.encoding.as_ref().map_or(Some(code), |encoding| {
            (1..=4).find_map(|bytes| encoding.lookup_cid_code(code, bytes))
        })?;
        lookup.characters.lookup_bf_string(number)
    }
}

fn lookup(font: &Dict<'_>) -> Option<(String, Lookup)> {
    let descendants = font.get::<Array<'_>>(DESCENDANT_FONTS)?;
    if font.contains_key(TO_UNICODE) {
        return None;
    }
    let descendant = descendants.iter::<Dict<'_>>().next()?;
    let info = descendant.get::<Dict<'_>>(CIDSYSTEMINFO)?;
    let registry = info.get::<PdfString<'_>>(REGISTRY)?;
    let ordering = info.get::<PdfString<'_>>(ORDERING)?;
    let family = CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes());
    let characters = CMap::parse(resolve(family.ucs2_cmap()?)?, resolve)?;
    let encoding = match font.get::<Object<'_>>(ENCODING)? {
        Object::Name(name) => match CMapName::from_bytes(&name) {
            CMapName::IdentityH | CMapName::IdentityV => None,
            name => Some(CMap::parse(resolve(name)?, resolve)?),
        },
        Object::Stream(stream) => Some(CMap::parse(&stream.decoded_data().ok()?, resolve)?),
        _ => return None,
    };
    let name = font.get::<Name<'_>>(BASE_FONT)?;
    let lookup = Lookup {
        encoding,
        characters,
    };
    Some((plain_name(name.as_str()).to_owned(), lookup))
}

/// A font's name without the tag that marks a subset (`ABCDEF+`), as the interpreter gives it.
fn plain_name(name: &str) -> &str {
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 => rest,
        _ => name,
    }
}
