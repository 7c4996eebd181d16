//! Answers to DNS queries: this server knows no names, and says so in a way that clients understand.

const HEADER: usize = 12;
const RESPONSE: u8 = 0x80;
const KEPT: u8 = 0x79; // opcode and "recursion desired" are repeated
const REFUSED: u8 = 5;

/// The refusal of a query, or nothing for what is no query.
pub fn refuse(query: &[u8]) -> Option<Vec<u8>> {
    let header = query.get(..HEADER)?;
    if header[2] & RESPONSE != 0 {
        return None;
    }
    let mut answer = vec![0; HEADER];
    answer[..2].copy_from_slice(&header[..2]);
    answer[2] = RESPONSE | (header[2] & KEPT);
    answer[3] = REFUSED;
    Some(answer)
}

#[cfg(test)]
mod tests {
    use super::refuse;

    #[test]
    fn a_query_is_refused_under_its_own_number() {
        let query = [0x12, 0x34, 0x01, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
        let answer = [0x12, 0x34, 0x81, 5, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(refuse(&query).as_deref(), Some(&answer[..]));
    }

    #[test]
    fn what_is_no_query_gets_no_answer() {
        assert_eq!(refuse(&[0; 11]), None);
        assert_eq!(refuse(&[0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0]), None);
    }
}
