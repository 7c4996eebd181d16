//! TOML, all of it but dates, which no option can hold.

mod scalar;
mod strings;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use scalar::scalar;
use tables::{append, descend};

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

#[cfg(test)]
mod tests;
