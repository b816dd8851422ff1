//! What the server says about a part of a declaration, for the control of that part.

use trellis_ui_client::ApiError;
use yew::AttrValue;

/// What the server says about one of the `parts` of what was sent, `label` or `columns`, say; with no part, about anything
/// else.
pub fn told(error: &ApiError, parts: &[&str], part: Option<&str>) -> Option<AttrValue> {
    // `/sales~1customer~1views.json/views/c_mine/columns/0/field`: the part is a step of the pointer.
    let of = |pointer: &str| pointer.split('/').find_map(|step| parts.iter().copied().find(|part| *part == step));
    let said: Vec<&str> = error.errors.iter().filter(|it| of(&it.pointer) == part).map(|it| it.message.as_str()).collect();
    (!said.is_empty()).then(|| AttrValue::from(said.join(" ")))
}

#[cfg(test)]
mod tests {
    use trellis_model::wire::ProblemField;

    use super::*;

    #[test]
    fn what_is_said_stands_at_its_part() {
        let problem = |pointer: &str| ProblemField { pointer: pointer.into(), code: "refused".into(), message: pointer.into() };
        let errors = vec![problem("/sales~1customer~1views.json/views/c_x/columns/0/field"), problem("/other.json/x")];
        let error = ApiError { errors, ..ApiError::default() };
        let parts = ["columns", "sort"];
        assert!(told(&error, &parts, Some("columns")).is_some_and(|text| text.contains("columns/0")));
        assert_eq!(told(&error, &parts, None).as_deref(), Some("/other.json/x"));
        assert_eq!(told(&error, &parts, Some("sort")), None);
    }
}
