//! TOML, all of it but dates, which no option can hold.

use std::collections::{BTreeMap, BTreeSet};

pub type Table = BTreeMap<String, Value>;

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    String(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Array(Vec<Value>),
    Table(Table),
}

impl Value {
    /// What it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "a string",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Boolean(_) => "a boolean",
            Self::Array(_) => "an array",
            Self::Table(_) => "a table",
        }
    }
}

/// # Errors
/// Says in which line the text stops being TOML, and why.
pub fn parse(text: &str) -> Result<Table, String> {
    let mut parser = Parser {
        rest: text,
        whole: text,
    };
    parser
        .document()
        .map_err(|reason| format!("line {}: {reason}", parser.line()))
}

/// Nesting deeper than this is refused, so that no file can exhaust the stack.
const DEPTH: usize = 64;

struct Parser<'text> {
    whole: &'text str,
    rest: &'text str,
}

impl<'text> Parser<'text> {
    fn document(&mut self) -> Result<Table, String> {
        let mut root = Table::new();
        let mut section: Vec<String> = Vec::new();
        let mut opened: BTreeSet<Vec<String>> = BTreeSet::new();
        loop {
            self.blank(true);
            if self.rest.is_empty() {
                return Ok(root);
            }
            if self.take("[[") {
                section = self.key()?;
                self.expect("]]")?;
                opened.retain(|path| !path.starts_with(&section));
                append(&mut root, &section)?;
            } else if self.take("[") {
                section = self.key()?;
                self.expect("]")?;
                if !opened.insert(section.clone()) {
                    return Err(format!("the table `{}` is opened twice", section.join(".")));
                }
                descend(&mut root, &section)?;
            } else {
                let table = descend(&mut root, &section)?;
                self.pair(table, DEPTH)?;
            }
            self.blank(false);
            if !self.rest.is_empty() && !self.take("\n") {
                return Err("the line goes on after its value".to_owned());
            }
        }
    }

    fn pair(&mut self, table: &mut Table, depth: usize) -> Result<(), String> {
        let path = self.key()?;
        self.expect("=")?;
        self.blank(false);
        let value = self.value(depth)?;
        let (last, parents) = path.split_last().ok_or("a key is missing")?;
        let table = descend(table, parents)?;
        if table.insert(last.clone(), value).is_some() {
            return Err(format!("`{}` is given twice", path.join(".")));
        }
        Ok(())
    }

    fn key(&mut self) -> Result<Vec<String>, String> {
        let mut path = Vec::new();
        loop {
            self.blank(false);
            let part = match self.peek() {
                Some('"') => {
                    self.take("\"");
                    self.basic("\"")?
                }
                Some('\'') => {
                    self.take("'");
                    self.literal("'")?
                }
                _ => self
                    .while_is(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
                    .to_owned(),
            };
            if part.is_empty() {
                return Err("a key is missing".to_owned());
            }
            path.push(part);
            self.blank(false);
            if !self.take(".") {
                return Ok(path);
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        let depth = depth.checked_sub(1).ok_or("values are nested too deep")?;
        if self.take("\"\"\"") {
            self.take("\n");
            return Ok(Value::String(self.basic("\"\"\"")?));
        }
        if self.take("'''") {
            self.take("\n");
            return Ok(Value::String(self.literal("'''")?));
        }
        if self.take("\"") {
            return Ok(Value::String(self.basic("\"")?));
        }
        if self.take("'") {
            return Ok(Value::String(self.literal("'")?));
        }
        if self.take("[") {
            return self.array(depth);
        }
        if self.take("{") {
            return self.inline_table(depth);
        }
        scalar(self.while_is(|c| c.is_ascii_alphanumeric() || "+-_.:".contains(c)))
    }

    fn array(&mut self, depth: usize) -> Result<Value, String> {
        let mut items = Vec::new();
        loop {
            self.blank(true);
            if self.take("]") {
                return Ok(Value::Array(items));
            }
            items.push(self.value(depth)?);
            self.blank(true);
            if !self.take(",") && self.peek() != Some(']') {
                return Err("an array needs `,` or `]` here".to_owned());
            }
        }
    }

    fn inline_table(&mut self, depth: usize) -> Result<Value, String> {
        let mut table = Table::new();
        self.blank(false);
        if self.take("}") {
            return Ok(Value::Table(table));
        }
        loop {
            self.pair(&mut table, depth)?;
            self.blank(false);
            if self.take("}") {
                return Ok(Value::Table(table));
            }
            self.expect(",")?;
        }
    }

    fn literal(&mut self, end: &str) -> Result<String, String> {
        let length = self.rest.find(end).ok_or("a string is not closed")?;
        let text = self.rest[..length].to_owned();
        self.rest = &self.rest[length + end.len()..];
        if end.len() == 1 && text.contains('\n') {
            return Err("a string is not closed".to_owned());
        }
        Ok(text)
    }

    fn basic(&mut self, end: &str) -> Result<String, String> {
        let mut text = String::new();
        loop {
            if self.take(end) {
                return Ok(text);
            }
            match self.next() {
                None => return Err("a string is not closed".to_owned()),
                Some('\n') if end.len() == 1 => return Err("a string is not closed".to_owned()),
                Some('\\') => self.escape(&mut text, end.len() > 1)?,
                Some(other) => text.push(other),
            }
        }
    }

    fn escape(&mut self, text: &mut String, is_multiline: bool) -> Result<(), String> {
        let plain = match self.next() {
            Some('b') => '\u{8}',
            Some('t') => '\t',
            Some('n') => '\n',
            Some('f') => '\u{c}',
            Some('r') => '\r',
            Some('e') => '\u{1b}',
            Some(quoted @ ('"' | '\\')) => quoted,
            Some('u') => self.code_point(4)?,
            Some('U') => self.code_point(8)?,
            Some('\n' | ' ' | '\t') if is_multiline => {
                self.while_is(char::is_whitespace);
                return Ok(());
            }
            _ => return Err("a string has an escape that TOML does not know".to_owned()),
        };
        text.push(plain);
        Ok(())
    }

    fn code_point(&mut self, digits: usize) -> Result<char, String> {
        let bad = || "a string has an escape that is no character".to_owned();
        let text = self.rest.get(..digits).ok_or_else(bad)?;
        let number = u32::from_str_radix(text, 16).map_err(|_| bad())?;
        self.rest = &self.rest[digits..];
        char::from_u32(number).ok_or_else(bad)
    }

    fn blank(&mut self, across_lines: bool) {
        loop {
            self.while_is(|c| matches!(c, ' ' | '\t' | '\r') || (across_lines && c == '\n'));
            if self.peek() != Some('#') {
                return;
            }
            self.while_is(|c| c != '\n');
        }
    }

    fn expect(&mut self, wanted: &str) -> Result<(), String> {
        self.blank(false);
        if self.take(wanted) {
            Ok(())
        } else {
            Err(format!("`{wanted}` is missing"))
        }
    }

    fn take(&mut self, wanted: &str) -> bool {
        match self.rest.strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn while_is(&mut self, wanted: impl Fn(char) -> bool) -> &'text str {
        let length = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn line(&self) -> usize {
        let read = &self.whole[..self.whole.len() - self.rest.len()];
        1 + read.matches('\n').count()
    }
}

fn scalar(text: &str) -> Result<Value, String> {
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

/// The table at a path, made on the way. In an array of tables it is the last one.
fn descend<'table>(table: &'table mut Table, path: &[String]) -> Result<&'table mut Table, String> {
    let mut current = table;
    for part in path {
        let entry = current
            .entry(part.clone())
            .or_insert_with(|| Value::Table(Table::new()));
        current = match entry {
            Value::Table(inner) => inner,
            Value::Array(items) => match items.last_mut() {
                Some(Value::Table(inner)) => inner,
                _ => return Err(format!("`{part}` is an array, not a table")),
            },
            other => return Err(format!("`{part}` is {}, not a table", other.kind())),
        };
    }
    Ok(current)
}

/// Adds an empty table to the array of tables at a path.
fn append(root: &mut Table, path: &[String]) -> Result<(), String> {
    let (last, parents) = path.split_last().ok_or("a key is missing")?;
    let entry = descend(root, parents)?
        .entry(last.clone())
        .or_insert_with(|| Value::Array(Vec::new()));
    match entry {
        Value::Array(items) => {
            items.push(Value::Table(Table::new()));
            Ok(())
        }
        other => Err(format!(
            "`{last}` is {}, not an array of tables",
            other.kind()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, Value};

    fn one(text: &str) -> Value {
        parse(&format!("x = {text}")).unwrap().remove("x").unwrap()
    }

    #[test]
    fn scalars() {
        assert_eq!(one("2379"), Value::Integer(2379));
        assert_eq!(one("-1_000"), Value::Integer(-1000));
        assert_eq!(one("0xff"), Value::Integer(255));
        assert_eq!(one("2.5e1"), Value::Float(25.0));
        assert_eq!(one("true"), Value::Boolean(true));
        assert_eq!(
            one(r#""a\t\u00e9\"b""#),
            Value::String("a\té\"b".to_owned())
        );
        assert_eq!(one(r"'C:\x'"), Value::String(r"C:\x".to_owned()));
        assert_eq!(
            one("\"\"\"\na\\\n   b\"\"\""),
            Value::String("ab".to_owned())
        );
        assert_eq!(one("'''\na'b'''"), Value::String("a'b".to_owned()));
    }

    #[test]
    fn tables_arrays_and_dotted_keys_are_one_shape() {
        let sections = "
            port = 1 # the API
            [cluster]
            node_id = 1
            [[cluster.peers]]
            id = 1
            [[cluster.peers]]
            id = 2
        ";
        let inline = "port = 1\ncluster = { node_id = 1, peers = [ { id = 1 }, { id = 2 }, ] }";
        let dotted = "port = 1\ncluster.node_id = 1\ncluster.\"peers\" = [\n{id=1},\n{id=2}\n]";
        assert_eq!(parse(sections), parse(inline));
        assert_eq!(parse(sections), parse(dotted));
        assert!(parse(sections).is_ok());
    }

    #[test]
    fn what_is_refused_names_its_line() {
        for (text, message) in [
            ("a = 1\na = 2", "line 2: `a` is given twice"),
            ("a = 1\n\nb = ", "line 3: a value is missing"),
            ("a = 1 b = 2", "line 1: the line goes on after its value"),
            ("a = \"x", "line 1: a string is not closed"),
            ("[a]\n[a]", "line 2: the table `a` is opened twice"),
            ("a = 1\n[a]", "line 2: `a` is an integer, not a table"),
            ("a = 2026-01-01", "line 1: `2026-01-01` is not a value"),
            ("a", "line 1: `=` is missing"),
            ("= 1", "line 1: a key is missing"),
            ("a = [1 2]", "line 1: an array needs `,` or `]` here"),
        ] {
            assert_eq!(parse(text), Err(message.to_owned()), "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(parse(&format!("a = {}", "[".repeat(100_000))).is_err());
    }
}
