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
