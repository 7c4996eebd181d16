/**
 * `lib.licenses`: facts about the licences that nixpkgs knows. Invariant: each is an open set, as its full name and
 * further fields are not kept here.
 */
import { lazy, makeAttrs, makeBool, makeUnknown, ready } from "../../../eval/core/make.ts";
import type { Attr, Thunk } from "../../../eval/core/value.ts";
import { textThunk } from "../support/calls.ts";
import { words } from "../support/rooms.ts";
import { deferred, type LibTable, table } from "../support/table.ts";

/** Free licences: `name=SPDX identifier`, or the name alone where SPDX has none. */
const FREE = words(`
  abstyles=Abstyles adobeDisplayPostScript=Adobe-Display-PostScript adobeUtopia=Adobe-Utopia afl20=AFL-2.0
  afl21=AFL-2.1 afl3=AFL-3.0 agpl3Only=AGPL-3.0-only agpl3Plus=AGPL-3.0-or-later aml=AML ampas=AMPAS aom
  apple-psl10=APSL-1.0 apple-psl20=APSL-2.0 arphicpl=Arphic-1999 artistic1-cl8=Artistic-1.0-cl8
  artistic1=Artistic-1.0 artistic2=Artistic-2.0 asl11=Apache-1.1 asl20=Apache-2.0 baekmuk=Baekmuk beerware=Beerware
  bitTorrent10=BitTorrent-1.0 bitTorrent11=BitTorrent-1.1 bitstreamCharter=Bitstream-Charter
  bitstreamVera=Bitstream-Vera blueOak100=BlueOak-1.0.0 boehmGC=Boehm-GC bola11=BOLA-1.1 boost=BSL-1.0 bsd0=0BSD
  bsd1=BSD-1-Clause bsd2=BSD-2-Clause bsd2Patent=BSD-2-Clause-Patent bsd2WithViews=BSD-2-Clause-Views
  bsd3=BSD-3-Clause bsd3ClauseTso=BSD-3-Clause-Tso bsd3Clear=BSD-3-Clause-Clear bsd3Lbnl=BSD-3-Clause-LBNL
  bsd3Modification=BSD-3-Clause-Modification bsdAxisNoDisclaimerUnmodified bsdOriginal=BSD-4-Clause
  bsdOriginalShortened=BSD-4-Clause-Shortened bsdOriginalUC=BSD-4-Clause-UC bsdProtection=BSD-Protection
  bsdSourceCode=BSD-Source-Code bzip2=bzip2-1.0.6 cal10=CAL-1.0 caldera=Caldera capec=CAPEC-tou cc-by-10=CC-BY-1.0
  cc-by-20=CC-BY-2.0 cc-by-30=CC-BY-3.0 cc-by-40=CC-BY-4.0 cc-by-sa-10=CC-BY-SA-1.0 cc-by-sa-20=CC-BY-SA-2.0
  cc-by-sa-25=CC-BY-SA-2.5 cc-by-sa-30=CC-BY-SA-3.0 cc-by-sa-40=CC-BY-SA-4.0 cc-sa-10=CC-SA-1.0 cc0=CC0-1.0
  cddl=CDDL-1.0 cecill-b=CECILL-B cecill-c=CECILL-C cecill20=CECILL-2.0 cecill21=CECILL-2.1 cfitsio=CFITSIO
  clArtistic=ClArtistic classpathException20=Classpath-exception-2.0 cnri-python=CNRI-Python cpal10=CPAL-1.0
  cpl10=CPL-1.0 cronyx=Cronyx curl=curl dec3Clause=DEC-3-Clause doc=DOC docBookDtd=DocBook-DTD drl10=DRL-1.0
  dtoa=dtoa ecl20=ECL-2.0 efl10=EFL-1.0 efl20=EFL-2.0 epl10=EPL-1.0 epl20=EPL-2.0 eupl11=EUPL-1.1 eupl12=EUPL-1.2
  fair=Fair fdl11Only=GFDL-1.1-only fdl11Plus=GFDL-1.1-or-later fdl12Only=GFDL-1.2-only fdl12Plus=GFDL-1.2-or-later
  fdl13Only=GFDL-1.3-only fdl13Plus=GFDL-1.3-or-later fontException=Font-exception-2.0 fraunhofer-fdk=FDK-AAC free
  ftl=FTL g4sl generaluser gfl gfsl giftware=Giftware gnuplot=gnuplot gpl1Only=GPL-1.0-only
  gpl1Plus=GPL-1.0-or-later gpl2Only=GPL-2.0-only gpl2Plus=GPL-2.0-or-later gpl3Only=GPL-3.0-only
  gpl3Plus=GPL-3.0-or-later hpnd=HPND hpndDec=HPND-DEC hpndDifferentDisclaimer hpndDoc=HPND-doc
  hpndDocSell=HPND-doc-sell hpndSellVariant=HPND-sell-variant
  hpndSellVariantMitDisclaimerXserver=HPND-sell-MIT-disclaimer-xserver
  hpndSellVariantSafetyClause=HPND-sell-variant-critical-systems hpndUc=HPND-UC hyphenBulgarian=hyphen-bulgarian
  iasl=Intel-ACPI icu=ICU ijg=IJG imagemagick=ImageMagick imlib2=Imlib2 info-zip=Info-ZIP interbase=Interbase-1.0
  ipa=IPA ipl10=IPL-1.0 isc=ISC knuth=Knuth-CTAN lal12=LAL-1.2 lal13=LAL-1.3 lgpl21Only=LGPL-2.1-only
  lgpl21Plus=LGPL-2.1-or-later lgpl2Only=LGPL-2.0-only lgpl2Plus=LGPL-2.0-or-later lgpl3Only=LGPL-3.0-only
  lgpl3Plus=LGPL-3.0-or-later lgpllr=LGPLLR libpng2=libpng-2.0 libpng=Libpng libtiff=libtiff liliq-p-11=LiLiQ-P-1.1
  llgpl21 llvm-exception=LLVM-exception lpl-102=LPL-1.02 lppl12=LPPL-1.2 lppl13a=LPPL-1.3a lppl13c=LPPL-1.3c
  lppl1=LPPL-1.0 lsof=lsof miros=MirOS mit-cmu=MIT-CMU mit-enna=MIT-enna mit-feh=MIT-feh
  mit-modern=MIT-Modern-Variant mit0=MIT-0 mit=MIT mitAdvertising=MIT-advertising mitOpenGroup=MIT-open-group
  mpich2=mpich2 mpl10=MPL-1.0 mpl11=MPL-1.1 mpl20=MPL-2.0 mplus=mplus mspl=MS-PL mulan-psl2=MulanPSL-2.0
  naist-2003=NAIST-2003 ncsa=NCSA ngpl=NGPL nistSoftware=NIST-Software nlpl=NLPL nposl3=NPOSL-3.0 ntp=NTP
  ocamlLgplLinkingException=OCaml-LGPL-linking-exception odbl=ODbL-1.0 ofl=OFL-1.1 oml=OML openldap=OLDAP-2.8
  openssl=OpenSSL opubl=OPUBL-1.0 osl21=OSL-2.1 osl2=OSL-2.0 osl3=OSL-3.0 paratype=ParaType-Free-Font-1.3
  parity70=Parity-7.0.0 php301=PHP-3.01 postgresql=PostgreSQL psfl=Python-2.0 publicDomain qhull=Qhull qpl=QPL-1.0
  qwtException=Qwt-exception-1.0 ruby=Ruby sendmail=Sendmail sgi-b-20=SGI-B-2.0 sgmlug=SGMLUG-PM sissl11=SISSL
  sleepycat=Sleepycat smail=SMAIL-GPL smlnj=SMLNJ stk sudo tcltk=TCL tcpWrappers=TCP-wrappers tekHvcLicense=TekHVC
  torque11=TORQUE-1.1 tost=Pixar ubdlException=UBDL-exception ucd ufl=Ubuntu-font-1.0 unfreeRedistributableFirmware
  unicode-30=Unicode-3.0 unicode-dfs-2015=Unicode-DFS-2015 unicode-dfs-2016=Unicode-DFS-2016 unicodeTOU=Unicode-TOU
  universalFOSSException-10=Universal-FOSS-exception-1.0 unlicense=Unlicense upl=UPL-1.0 vim=Vim vol-sl
  vsl10=VSL-1.0 w3c-19980720=W3C-19980720 w3c=W3C wadalab wtfpl=WTFPL wxWindowsException31=WxWindows-exception-3.1
  x11=X11 x11BsdClause x11NoPermitPersons=X11-no-permit-persons xerox=Xerox xfig=Xfig xinetd=xinetd xskat=XSkat
  zlib=Zlib zpl20=ZPL-2.0 zpl21=ZPL-2.1
`);

/** Free ones whose identifier SPDX has replaced. */
const FREE_DEPRECATED = words(`
  apsl10=APSL-1.0 apsl20=APSL-2.0 gpl2=GPL-2.0 gpl3=GPL-3.0 lgpl21=LGPL-2.1 lgpl2=LGPL-2.0 lgpl3=LGPL-3.0
`);

/** Not free, but may be redistributed. */
const REDISTRIBUTABLE = words(`
  bsl11=BUSL-1.1 enpl fairsource09 fsl11Asl20=FSL-1.1-ALv2 fsl11Mit=FSL-1.1-MIT hl3 ncul1=NCUL1 nvidiaCudaRedist sfl
  sspl=SSPL-1.0 teamspeak unfreeRedistributable watcom=Watcom-1.0
`);

/** Neither free nor redistributable. */
const UNFREE = words(`
  acsl14 activision aladdin=Aladdin amazonsl amd cc-by-nc-30=CC-BY-NC-3.0 cc-by-nc-40=CC-BY-NC-4.0
  cc-by-nc-nd-30=CC-BY-NC-ND-3.0 cc-by-nc-nd-40=CC-BY-NC-ND-4.0 cc-by-nc-sa-20=CC-BY-NC-SA-2.0
  cc-by-nc-sa-25=CC-BY-NC-SA-2.5 cc-by-nc-sa-30=CC-BY-NC-SA-3.0 cc-by-nc-sa-40=CC-BY-NC-SA-4.0
  cc-by-nd-30=CC-BY-ND-3.0 cc-by-nd-40=CC-BY-ND-4.0 cockroachdb-community-license commons-clause databricks
  databricks-dbx databricks-license eapl elastic20=Elastic-2.0 epson ffsl geogebra inria-compcert inria-icesl
  inria-zelus intel-eula issl json=JSON lens nasa13=NASA-1.3 ncbiPd=NCBI-PD netboxLimitedUse nvidiaCuda obsidian
  ocamlpro_nc postman prosperity30 sustainableUse=SUL-1.0 tsl unfree virtualbox-puel
`);

/** Short names that differ from the attribute. */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ["ecl20", "ECL 2.0"],
  ["nvidiaCuda", "CUDA EULA"],
  ["nvidiaCudaRedist", "CUDA EULA"],
  ["tsl", "TSL"],
]);

interface Terms {
  readonly free: boolean;
  readonly redistributable: boolean;
  readonly deprecated: boolean;
}

function licence(name: string, spdxId: string | null, terms: Terms): Thunk {
  return lazy(() => {
    const fields: [string, Thunk][] = [
      ["shortName", textThunk(SHORT_NAMES.get(name) ?? name)],
      ["licenseType", textThunk("simple")],
      ...Object.entries(terms).map(([term, holds]): [string, Thunk] => [term, ready(makeBool(holds))]),
    ];
    if (spdxId !== null) {
      fields.push(["spdxId", textThunk(spdxId)], ["url", textThunk(`https://spdx.org/licenses/${spdxId}.html`)]);
    }
    const attrs = new Map<string, Attr>(fields.map(([field, value]) => [field, { value, origin: null }]));
    return makeAttrs(attrs, null, makeUnknown({ kind: "notModelled", what: `lib.licenses.${name}` }));
  });
}

function group(entries: readonly string[], terms: Terms) {
  return entries.map((entry) => {
    const [name = "", spdxId] = entry.split("=");
    const summary = terms.free ? "A free licence." : "A licence that is not free.";
    return deferred(
      name,
      "License",
      spdxId === undefined ? summary : `${summary} SPDX: ${spdxId}.`,
      licence(name, spdxId ?? null, terms),
    );
  });
}

export const licences: LibTable = table(
  ...group(FREE, { free: true, redistributable: true, deprecated: false }),
  ...group(FREE_DEPRECATED, { free: true, redistributable: true, deprecated: true }),
  ...group(REDISTRIBUTABLE, { free: false, redistributable: true, deprecated: false }),
  ...group(UNFREE, { free: false, redistributable: false, deprecated: false }),
);
