//! Numbers and booleans.

use super::Value;

pub(super) fn scalar(text: &str) -> Result<Value, String> {
    match text {
        "" => return Err("a value is missing".to_owned()),
        "true" => return Ok(Value::Boolean(true)),
        "false" => return Ok(Value::Boolean(false)),
        _ => {}
    }
    let digits = text.replace('_', "");
    let integer = match digits.get(..2) {
        Some("0x") => i64::from_str_radix(&digits[2..], 16),
        Some("0o") => i64::from_str_radix(&digits[2..], 8),
        Some("0b") => i64::from_str_radix(&digits[2..], 2),
        _ => digits.parse(),
    };
    if let Ok(integer) = integer {
        return Ok(Value::Integer(integer));
    }
    digits
        .parse()
        .map(Value::Float)
        .map_err(|_| format!("`{text}` is not a value"))
}
