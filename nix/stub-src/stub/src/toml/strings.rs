//! Strings, with and without escapes, on one line and on several.

use super::Parser;

impl Parser<'_> {
    pub(super) fn literal(&mut self, end: &str) -> Result<String, String> {
        let length = self.rest.find(end).ok_or("a string is not closed")?;
        let text = self.rest[..length].to_owned();
        self.rest = &self.rest[length + end.len()..];
        if end.len() == 1 && text.contains('\n') {
            return Err("a string is not closed".to_owned());
        }
        Ok(text)
    }

    pub(super) fn basic(&mut self, end: &str) -> Result<String, String> {
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
}
