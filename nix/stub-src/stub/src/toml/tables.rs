//! Where in the tree of tables a key goes.

use super::{Table, Value};

/// The table at a path, made on the way. In an array of tables it is the last one.
pub(super) fn descend<'table>(
    table: &'table mut Table,
    path: &[String],
) -> Result<&'table mut Table, String> {
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
pub(super) fn append(root: &mut Table, path: &[String]) -> Result<(), String> {
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
