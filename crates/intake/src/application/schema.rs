//! The schema of applications and vendor results: the one list that the readers, the document and its JSON form come from.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::field::{Field, Form};

/// The most characters of a consent's code.
pub(crate) const CONSENT_CODE_CHARS_MAX: usize = 64;
/// The most characters of a statement's path.
pub(crate) const PATH_CHARS_MAX: usize = 255;

const KINDS: Form = Form::OneOf(&[
    "id_two_factor",
    "mobile_three_factor",
    "card_four_factor",
    "time_on_network",
    "number_status",
    "face_match",
    "liveness",
]);
const VERDICTS: Form = Form::OneOf(&["match", "mismatch", "no_record", "caution", "error"]);

const fn required(
    name: &'static str,
    form: Form,
    limit: usize,
    meaning: &'static str,
    example: &'static str,
) -> Field {
    Field { name, required: true, form, limit, meaning, example }
}

const fn optional(
    name: &'static str,
    form: Form,
    limit: usize,
    meaning: &'static str,
    example: &'static str,
) -> Field {
    Field { name, required: false, form, limit, meaning, example }
}

/// The fields of an application.
pub(crate) static FIELDS: [Field; 19] = [
    required(
        "application_ref",
        Form::Code,
        64,
        "your own reference; unique in the file and per source",
        "A-2026-0001",
    ),
    required(
        "received_at",
        Form::Moment,
        0,
        "when the request reached the lender",
        "2026-11-20T09:30:00+08:00",
    ),
    required("name", Form::Text, 64, "full name as on the document", "张三"),
    required(
        "id_number",
        Form::Text,
        32,
        "identity number as given; what it says is checked later",
        "810000199408230021",
    ),
    optional(
        "id_expires",
        Form::Day,
        0,
        "last day the document is valid; `9999-12-31` for one without end",
        "2031-05-20",
    ),
    required("mobile", Form::Text, 32, "mobile number as given", "13800138000"),
    optional("bank_card", Form::Text, 32, "bank card number as given", "6222021234567890128"),
    optional("employer", Form::Text, 128, "employer as stated", "某某物流有限公司"),
    optional("address", Form::Text, 256, "home address as stated", "某市某区某路1号"),
    required("product", Form::Code, 64, "the product asked for: the pack's folder name", "instalment"),
    required("channel", Form::Code, 32, "how it came in", "app"),
    required("scene", Form::Code, 32, "what it is for", "electronics"),
    required("line_requested", Form::Amount, 0, "the line asked for, above zero", "5000.00"),
    required("instalments", Form::Count, 120, "monthly instalments asked for, at least 1", "12"),
    optional("declared_income_monthly", Form::Amount, 0, "net income a month as declared", "8200.00"),
    optional("declared_housing_monthly", Form::Amount, 0, "housing cost a month as declared", "1800.00"),
    required(
        "known_exposure",
        Form::Amount,
        0,
        "lines and loans this lender or its group has granted this person already; `0.00` where none",
        "0.00",
    ),
    optional(
        "consents",
        Form::Consents,
        32,
        "consents on file; none given means none on file",
        "identity_check@2026-11-20T09:29:00+08:00;statement_analysis@2026-11-20T09:29:00+08:00",
    ),
    optional(
        "statements",
        Form::Paths,
        64,
        "statement files, as paths relative to the folder of this file",
        "statements/A-2026-0001-wechat.csv",
    ),
];

/// The fields of a vendor result.
pub(crate) static RESULT_FIELDS: [Field; 10] = [
    required("application_ref", Form::Code, 64, "the application it belongs to", "A-2026-0001"),
    required("vendor", Form::Text, 64, "the vendor's name", "demo-vendor"),
    required("kind", KINDS, 0, "which check it answers", "mobile_three_factor"),
    required(
        "verdict",
        VERDICTS,
        0,
        "the answer; `no_record` where the vendor knows nothing, which is never a mismatch; `error` where it could not answer",
        "mismatch",
    ),
    optional("code", Form::Text, 64, "the vendor's own code, verbatim", "E2001"),
    optional("factor", Form::Code, 32, "which factor disagreed", "mobile"),
    optional("score", Form::Decimal, 0, "the vendor's score; only together with its threshold", "0.8650"),
    optional("threshold", Form::Decimal, 0, "the vendor's threshold for its score", "0.8000"),
    optional("months", Form::Count, 1200, "months on network; for `time_on_network` only", "26"),
    required("obtained_at", Form::Moment, 0, "when the vendor answered", "2026-11-20T09:31:12+08:00"),
];

/// The schema of applications and vendor results for people, in Markdown, with its JSON form inside.
///
/// `docs/application-schema.md` is this text; a test keeps it so.
pub fn schema() -> String {
    let mut text = String::from(
        "# Files that can be imported: applications and vendor results\n\n\
         Printed by `firstline import --schema`. `firstline import FILE` tells the kind of a file from its content, never from\n\
         its name. A file is read whole or refused whole: every error names the line and the field, the first hundred are\n\
         reported together, and nothing of a refused file is kept.\n\n\
         - Text is UTF-8 (with or without a byte order mark) or GB18030. A file has at most 64 MiB and 500,000 rows, a line at\n\
         \x20 most 64 KiB.\n\
         - Amounts are yuan as decimal **text**, `5000.00`: at most two places, no sign, no grouping. A JSON number is refused, since\n\
         \x20 it may have lost digits on its way.\n\
         - Moments are RFC 3339 with an offset, `2026-11-20T09:30:00+08:00`; days are `2031-05-20`.\n\
         - Codes are letters, digits, `_`, `-` and `.`, beginning with a letter or digit.\n\
         - Text is of one line, without control characters; white space around it is dropped. Empty text and JSON `null` are\n\
         \x20 the same as not given.\n\
         - A field or column that is not listed here, and one that occurs twice, is an error.\n\n",
    );
    text.push_str("## Applications\n\nCSV with a header that names the columns in any order, or JSON Lines (one object a line). Fields:\n\n");
    table(&mut text, &FIELDS);
    text.push_str(
        "\n`consents` in CSV is `code@moment`, several parted by `;`. In JSON it is a list of `{\"code\", \"given_at\"}`.\n\
         `statements` in CSV is several paths parted by `;`, in JSON a list of text. A path uses `/`, stays within the folder of its\n\
         file, and names each file once. `instalments` in JSON is a whole number.\n\nCSV:\n\n",
    );
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    let examples: Vec<&str> = FIELDS.iter().map(|field| field.example).collect();
    let _ = writeln!(text, "```csv\n{}\n{}\n```\n\nJSON Lines:\n", names.join(","), examples.join(","));
    let _ = writeln!(text, "```json\n{}\n```\n", sorted(example(&FIELDS)));
    text.push_str("## Vendor results\n\nJSON Lines. They are kept as they came and never changed; a person's verdict stands beside them.\n\n");
    table(&mut text, &RESULT_FIELDS);
    let _ = writeln!(text, "\n```json\n{}\n```\n", sorted(example(&RESULT_FIELDS)));
    text.push_str(
        "## As JSON Schema\n\nOf one line, for programs. What is said above beyond it holds as well.\n\n",
    );
    let whole = json!({ "application": json_schema(&FIELDS), "vendor_result": json_schema(&RESULT_FIELDS) });
    let whole = sorted(whole);
    let _ = writeln!(text, "```json\n{whole:#}\n```");
    text
}

/// A value with its names in order, whatever order a build of `serde_json` keeps them in.
fn sorted(mut value: Value) -> Value {
    value.sort_all_objects();
    value
}

fn table(text: &mut String, fields: &[Field]) {
    text.push_str("| field | given | holds | meaning | example |\n|---|---|---|---|---|\n");
    for field in fields {
        let given = if field.required { "always" } else { "if known" };
        let _ = writeln!(
            text,
            "| `{}` | {given} | {} | {} | `{}` |",
            field.name,
            holds(field),
            field.meaning,
            field.example
        );
    }
}

fn holds(field: &Field) -> String {
    match field.form {
        Form::Text => format!("text, at most {} characters", field.limit),
        Form::Code => format!("a code, at most {} characters", field.limit),
        Form::OneOf(names) => format!("one of `{}`", names.join("`, `")),
        Form::Moment => "a moment".to_owned(),
        Form::Day => "a day".to_owned(),
        Form::Amount => "an amount".to_owned(),
        Form::Decimal => "a decimal, as text".to_owned(),
        Form::Count => format!("a whole number, at most {}", field.limit),
        Form::Consents | Form::Paths => format!("a list, at most {} items", field.limit),
    }
}

fn example(fields: &[Field]) -> Value {
    let value = |field: &Field| match field.form {
        Form::Text
        | Form::Code
        | Form::OneOf(_)
        | Form::Moment
        | Form::Day
        | Form::Amount
        | Form::Decimal => {
            json!(field.example)
        }
        Form::Count => json!(field.example.parse::<u32>().unwrap_or_default()),
        Form::Paths => json!(field.example.split(';').collect::<Vec<_>>()),
        Form::Consents => {
            let consents = field.example.split(';').filter_map(|consent| consent.split_once('@'));
            consents.map(|(code, given_at)| json!({ "code": code, "given_at": given_at })).collect()
        }
    };
    fields.iter().map(|field| (field.name.to_owned(), value(field))).collect::<serde_json::Map<_, _>>().into()
}

fn json_schema(fields: &[Field]) -> Value {
    const CODE: &str = "^[A-Za-z0-9][A-Za-z0-9_.-]*$";
    let property = |field: &Field| match field.form {
        Form::Text => json!({ "type": "string", "maxLength": field.limit }),
        Form::Code => json!({ "type": "string", "maxLength": field.limit, "pattern": CODE }),
        Form::OneOf(names) => json!({ "enum": names }),
        Form::Moment => json!({ "type": "string", "format": "date-time" }),
        Form::Day => json!({ "type": "string", "format": "date" }),
        Form::Amount => json!({ "type": "string", "pattern": "^[0-9]+(\\.[0-9]{1,2})?$" }),
        Form::Decimal => json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" }),
        Form::Count => json!({ "type": "integer", "minimum": 0, "maximum": field.limit }),
        Form::Paths => {
            json!({ "type": "array", "maxItems": field.limit, "items": { "type": "string", "maxLength": PATH_CHARS_MAX } })
        }
        Form::Consents => json!({
            "type": "array",
            "maxItems": field.limit,
            "items": {
                "type": "object",
                "properties": {
                    "code": { "type": "string", "maxLength": CONSENT_CODE_CHARS_MAX, "pattern": CODE },
                    "given_at": { "type": "string", "format": "date-time" },
                },
                "required": ["code", "given_at"],
                "additionalProperties": false,
            },
        }),
    };
    let properties: serde_json::Map<String, Value> =
        fields.iter().map(|field| (field.name.to_owned(), property(field))).collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}
