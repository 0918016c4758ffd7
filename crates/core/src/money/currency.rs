//! Currencies by their ISO 4217 codes.

use serde::{Deserialize, Serialize};

/// Writes out the enum and its two tables from one list of `Variant CODE places;`.
macro_rules! currencies {
    ($($variant:ident $code:ident $places:literal;)*) => {
        /// A currency by its ISO 4217 code. Lines are granted in CNY; statements may carry others.
        ///
        /// The codes in force, and those withdrawn since the euro came that an old statement may still carry. Bonds' units,
        /// metals, the test code and [`Currency::Xxx`], which means no currency, are codes of the same list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
        #[serde(rename_all = "UPPERCASE")]
        #[allow(missing_docs, reason = "a variant is its own code, and what a code means is the standard's to say")]
        pub enum Currency {
            $($variant,)*
            // The default is the currency that lines are granted in.
            #[default]
            Cny,
        }

        impl Currency {
            /// Every currency.
            pub const ALL: &'static [Currency] = &[$(Currency::$variant,)* Currency::Cny];

            /// The ISO 4217 code.
            pub fn code(self) -> &'static str {
                match self {
                    $(Currency::$variant => stringify!($code),)*
                    Currency::Cny => "CNY",
                }
            }

            /// The currency of a code in capitals.
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $(stringify!($code) => Some(Currency::$variant),)*
                    "CNY" => Some(Currency::Cny),
                    _ => None,
                }
            }

            /// How many decimal places its amounts have by the standard; none are said to have 2, as their amounts are then only
            /// told by what stands there. Money keeps two places whatever the currency.
            pub fn minor_units(self) -> u32 {
                match self {
                    $(Currency::$variant => $places,)*
                    Currency::Cny => 2,
                }
            }
        }
    };
}

currencies! {
    Aed AED 2; Afn AFN 2; All ALL 2; Amd AMD 2; Ang ANG 2; Aoa AOA 2; Ars ARS 2; Ats ATS 2; Aud AUD 2;
    Awg AWG 2; Azm AZM 2; Azn AZN 2; Bam BAM 2; Bbd BBD 2; Bdt BDT 2; Bef BEF 0; Bgn BGN 2; Bhd BHD 3;
    Bif BIF 0; Bmd BMD 2; Bnd BND 2; Bob BOB 2; Bov BOV 2; Brl BRL 2; Bsd BSD 2; Btn BTN 2; Bwp BWP 2;
    Byn BYN 2; Byr BYR 0; Bzd BZD 2; Cad CAD 2; Cdf CDF 2; Che CHE 2; Chf CHF 2; Chw CHW 2; Clf CLF 4;
    Clp CLP 0; Cop COP 2; Cou COU 2; Crc CRC 2; Cuc CUC 2; Cup CUP 2; Cve CVE 2; Cyp CYP 2; Czk CZK 2;
    Dem DEM 2; Djf DJF 0; Dkk DKK 2; Dop DOP 2; Dzd DZD 2; Eek EEK 2; Egp EGP 2; Ern ERN 2; Esp ESP 0;
    Etb ETB 2; Eur EUR 2; Fim FIM 2; Fjd FJD 2; Fkp FKP 2; Frf FRF 2; Gbp GBP 2; Gel GEL 2; Ghc GHC 2;
    Ghs GHS 2; Gip GIP 2; Gmd GMD 2; Gnf GNF 0; Grd GRD 0; Gtq GTQ 2; Gyd GYD 2; Hkd HKD 2; Hnl HNL 2;
    Hrk HRK 2; Htg HTG 2; Huf HUF 2; Idr IDR 2; Iep IEP 2; Ils ILS 2; Inr INR 2; Iqd IQD 3; Irr IRR 2;
    Isk ISK 0; Itl ITL 0; Jmd JMD 2; Jod JOD 3; Jpy JPY 0; Kes KES 2; Kgs KGS 2; Khr KHR 2; Kmf KMF 0;
    Kpw KPW 2; Krw KRW 0; Kwd KWD 3; Kyd KYD 2; Kzt KZT 2; Lak LAK 2; Lbp LBP 2; Lkr LKR 2; Lrd LRD 2;
    Lsl LSL 2; Ltl LTL 2; Luf LUF 0; Lvl LVL 2; Lyd LYD 3; Mad MAD 2; Mdl MDL 2; Mga MGA 2; Mkd MKD 2;
    Mmk MMK 2; Mnt MNT 2; Mop MOP 2; Mro MRO 2; Mru MRU 2; Mtl MTL 2; Mur MUR 2; Mvr MVR 2; Mwk MWK 2;
    Mxn MXN 2; Mxv MXV 2; Myr MYR 2; Mzm MZM 2; Mzn MZN 2; Nad NAD 2; Ngn NGN 2; Nio NIO 2; Nlg NLG 2;
    Nok NOK 2; Npr NPR 2; Nzd NZD 2; Omr OMR 3; Pab PAB 2; Pen PEN 2; Pgk PGK 2; Php PHP 2; Pkr PKR 2;
    Pln PLN 2; Pte PTE 0; Pyg PYG 0; Qar QAR 2; Rol ROL 2; Ron RON 2; Rsd RSD 2; Rub RUB 2; Rwf RWF 0;
    Sar SAR 2; Sbd SBD 2; Scr SCR 2; Sdd SDD 2; Sdg SDG 2; Sek SEK 2; Sgd SGD 2; Shp SHP 2; Sit SIT 2;
    Skk SKK 2; Sle SLE 2; Sll SLL 2; Sos SOS 2; Srd SRD 2; Srg SRG 2; Ssp SSP 2; Std STD 2; Stn STN 2;
    Svc SVC 2; Syp SYP 2; Szl SZL 2; Thb THB 2; Tjs TJS 2; Tmm TMM 2; Tmt TMT 2; Tnd TND 3; Top TOP 2;
    Trl TRL 2; Try TRY 2; Ttd TTD 2; Twd TWD 2; Tzs TZS 2; Uah UAH 2; Ugx UGX 0; Usd USD 2; Usn USN 2;
    Uyi UYI 0; Uyu UYU 2; Uyw UYW 4; Uzs UZS 2; Veb VEB 2; Ved VED 2; Vef VEF 2; Ves VES 2; Vnd VND 0;
    Vuv VUV 0; Wst WST 2; Xad XAD 2; Xaf XAF 0; Xag XAG 2; Xau XAU 2; Xba XBA 2; Xbb XBB 2; Xbc XBC 2;
    Xbd XBD 2; Xcd XCD 2; Xcg XCG 2; Xdr XDR 2; Xof XOF 0; Xpd XPD 2; Xpf XPF 0; Xpt XPT 2; Xsu XSU 2;
    Xts XTS 2; Xua XUA 2; Xxx XXX 2; Yer YER 2; Zar ZAR 2; Zmk ZMK 2; Zmw ZMW 2; Zwd ZWD 2; Zwg ZWG 2;
    Zwl ZWL 2;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_three_capitals_and_lead_back() {
        for &currency in Currency::ALL {
            assert_eq!(Currency::from_code(currency.code()), Some(currency));
            assert!(
                currency.code().len() == 3 && currency.code().bytes().all(|byte| byte.is_ascii_uppercase())
            );
            assert_eq!(serde_json::to_string(&currency).unwrap(), format!("{:?}", currency.code()));
        }
        assert_eq!(Currency::from_code("cny"), None);
        assert_eq!(Currency::from_code("RMB"), None);
    }

    #[test]
    fn places_are_those_of_the_standard() {
        for (currency, places) in [
            (Currency::Cny, 2),
            (Currency::Jpy, 0),
            (Currency::Kwd, 3),
            (Currency::Clf, 4),
            (Currency::Eur, 2),
        ] {
            assert_eq!(currency.minor_units(), places, "{}", currency.code());
        }
    }
}
