"""Languages as file names say them: their tags (BCP 47), and the English name of each.

The names are those of ISO 639-1, shortened where people say less.
"""

from __future__ import annotations

import re
from functools import cache

from bedside.core.problems import nearest

_TAG = re.compile(r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?\Z")
_UNREAD = "-x-unread"
_NAMES = """
aa Afar|ab Abkhazian|af Afrikaans|ak Akan|am Amharic|an Aragonese|ar Arabic|as Assamese|av Avaric
ay Aymara|az Azerbaijani|ba Bashkir|be Belarusian|bg Bulgarian|bi Bislama|bm Bambara|bn Bengali
bo Tibetan|br Breton|bs Bosnian|ca Catalan|ce Chechen|ch Chamorro|co Corsican|cr Cree|cs Czech
cv Chuvash|cy Welsh|da Danish|de German|dv Divehi|dz Dzongkha|ee Ewe|el Greek|en English
eo Esperanto|es Spanish|et Estonian|eu Basque|fa Persian|ff Fulah|fi Finnish|fj Fijian|fo Faroese
fr French|fy Frisian|ga Irish|gd Gaelic|gl Galician|gn Guarani|gu Gujarati|gv Manx|ha Hausa
he Hebrew|hi Hindi|ho Hiri Motu|hr Croatian|ht Haitian|hu Hungarian|hy Armenian|hz Herero
ia Interlingua|id Indonesian|ig Igbo|ii Yi|ik Inupiaq|io Ido|is Icelandic|it Italian|iu Inuktitut
ja Japanese|jv Javanese|ka Georgian|kg Kongo|ki Kikuyu|kj Kuanyama|kk Kazakh|kl Greenlandic
km Khmer|kn Kannada|ko Korean|kr Kanuri|ks Kashmiri|ku Kurdish|kv Komi|kw Cornish|ky Kyrgyz
la Latin|lb Luxembourgish|lg Ganda|li Limburgish|ln Lingala|lo Lao|lt Lithuanian|lu Luba-Katanga
lv Latvian|mg Malagasy|mh Marshallese|mi Maori|mk Macedonian|ml Malayalam|mn Mongolian|mr Marathi
ms Malay|mt Maltese|my Burmese|na Nauru|nb Bokmål|nd North Ndebele|ne Nepali|ng Ndonga|nl Dutch
nn Nynorsk|no Norwegian|nr South Ndebele|nv Navajo|ny Chichewa|oc Occitan|oj Ojibwa|om Oromo
or Oriya|os Ossetian|pa Punjabi|pi Pali|pl Polish|ps Pashto|pt Portuguese|qu Quechua|rm Romansh
rn Rundi|ro Romanian|ru Russian|rw Kinyarwanda|sa Sanskrit|sc Sardinian|sd Sindhi|se Sami|sg Sango
si Sinhala|sk Slovak|sl Slovenian|sm Samoan|sn Shona|so Somali|sq Albanian|sr Serbian|ss Swati
st Sotho|su Sundanese|sv Swedish|sw Swahili|ta Tamil|te Telugu|tg Tajik|th Thai|ti Tigrinya
tk Turkmen|tl Tagalog|tn Tswana|to Tonga|tr Turkish|ts Tsonga|tt Tatar|tw Twi|ty Tahitian
ug Uighur|uk Ukrainian|ur Urdu|uz Uzbek|ve Venda|vi Vietnamese|vo Volapük|wa Walloon|wo Wolof
xh Xhosa|yi Yiddish|yo Yoruba|za Zhuang|zh Chinese|zu Zulu
"""


@cache
def _names() -> dict[str, str]:
    rows = (row.partition(" ") for line in _NAMES.split("\n") for row in line.split("|"))
    return {tag: name for tag, _, name in rows if tag}


def is_tag(tag: str) -> bool:
    """Whether a tag can name a language: "es", "pt-BR"; any three letters are taken for one."""
    found = _TAG.match(tag)
    return found is not None and (len(found[1]) == 3 or found[1] in _names())


def as_unread(tag: str) -> str:
    """Return the mark of words in a language no qualified translator has read (BCP 47, 2.2.7)."""
    return f"{tag}{_UNREAD}"


def is_unread(tag: str) -> bool:
    """Whether a mark is that of words which no qualified translator has read."""
    return tag.endswith(_UNREAD)


def language_name(tag: str) -> str:
    """Return what people call a language; the tag itself where it has no name here."""
    main, _, region = tag.removesuffix(_UNREAD).partition("-")
    name = _names().get(main, main)
    return f"{name} ({region})" if region else name


def tag_near(word: str) -> str:
    """Return the tag that was probably meant by a word: a name, or other letters; "" for none."""
    tags = {name.lower(): tag for tag, name in _names().items()}
    main, _, region = word.replace("_", "-").partition("-")
    tag = main.lower() + (f"-{region.upper()}" if region else "")
    return tag if is_tag(tag) else tags.get(nearest(word.lower(), tags), "")
