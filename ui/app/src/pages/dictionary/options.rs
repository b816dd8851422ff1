//! Changes of a dictionary's options: pure, so that they can be tried out.

use trellis_model::{Label, Picklist, object::is_name, picklist::PicklistOption};

/// What can be done to the options.
#[derive(Debug, Clone, PartialEq)]
pub enum OptionChange {
    /// Another label, color or state for one.
    Set(usize, PicklistOption),
    /// One goes to another place.
    Move(String, usize),
    /// A new one at the end.
    Add(PicklistOption),
    /// One that was never saved goes away.
    Remove(usize),
    /// One is chosen for new records, or none.
    Default(usize, bool),
}

/// The dictionary after a change.
pub fn changed(mut picklist: Picklist, change: OptionChange) -> Picklist {
    let options = &mut picklist.options;
    match change {
        OptionChange::Set(at, option) => {
            if let Some(place) = options.get_mut(at) {
                *place = option;
            }
        }
        OptionChange::Move(code, to) => {
            if let Some(from) = options.iter().position(|option| option.code == code) {
                let option = options.remove(from);
                options.insert(to.min(options.len()), option);
            }
        }
        OptionChange::Add(option) => options.push(option),
        OptionChange::Remove(at) if at < options.len() => drop(options.remove(at)),
        OptionChange::Remove(_) => {}
        OptionChange::Default(at, on) => {
            for (index, option) in options.iter_mut().enumerate() {
                option.default = on && index == at;
            }
        }
    }
    picklist
}

/// An option that is not saved yet, with a code that no other has.
pub fn blank(picklist: &Picklist) -> PicklistOption {
    let free = (1..).map(|n| format!("c_option_{n}")).find(|code| picklist.option(code).is_none());
    PicklistOption {
        code: free.unwrap_or_default(),
        label: Label::default(),
        color: None,
        active: true,
        default: false,
        parent: None,
        when: Vec::new(),
        probability: None,
    }
}

/// Whether an option is another one, or stands below it.
pub fn is_below(picklist: &Picklist, code: &str, above: &str) -> bool {
    let mut now = Some(code);
    for _ in 0..picklist.options.len().min(12) {
        match now {
            Some(code) if code == above => return true,
            Some(code) => now = picklist.option(code).and_then(|option| option.parent.as_deref()),
            None => return false,
        }
    }
    now == Some(above)
}

/// Why a dictionary cannot be saved: the message's id.
pub fn fault(picklist: &Picklist) -> Option<&'static str> {
    let options = &picklist.options;
    if options.iter().any(|option| option.label.zh.trim().is_empty() && option.label.en.trim().is_empty()) {
        Some("dictionary-fault-label")
    } else if options.iter().any(|option| !is_name(&option.code)) {
        Some("dictionary-fault-code")
    } else if options.iter().enumerate().any(|(at, option)| options[..at].iter().any(|other| other.code == option.code)) {
        Some("dictionary-fault-twice")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picklist(codes: &[&str]) -> Picklist {
        let option = |code: &&str| PicklistOption { code: (*code).into(), label: Label::new("甲", "A"), ..blank(&empty()) };
        Picklist { options: codes.iter().map(option).collect(), ..empty() }
    }

    fn empty() -> Picklist {
        Picklist { name: "p".into(), label: Label::default(), options: Vec::new(), depends_on: None, partial: false }
    }

    fn codes(picklist: &Picklist) -> Vec<&str> {
        picklist.options.iter().map(|option| option.code.as_str()).collect()
    }

    #[test]
    fn options_move_and_one_is_the_default() {
        let moved = changed(picklist(&["a", "b", "c"]), OptionChange::Move("c".into(), 0));
        assert_eq!(codes(&moved), ["c", "a", "b"]);
        let chosen = changed(changed(moved, OptionChange::Default(0, true)), OptionChange::Default(2, true));
        assert_eq!(chosen.options.iter().map(|option| option.default).collect::<Vec<_>>(), [false, false, true]);
    }

    #[test]
    fn an_option_never_stands_below_itself() {
        let mut tree = picklist(&["a", "b", "c"]);
        tree.options[1].parent = Some("a".into());
        tree.options[2].parent = Some("b".into());
        assert!(is_below(&tree, "c", "a") && is_below(&tree, "a", "a"));
        assert!(!is_below(&tree, "a", "c"));
    }

    #[test]
    fn new_options_have_codes_of_their_own() {
        let first = changed(picklist(&[]), OptionChange::Add(blank(&picklist(&[]))));
        assert_eq!(blank(&first).code, "c_option_2");
    }

    #[test]
    fn what_cannot_be_saved_is_said() {
        assert_eq!(fault(&picklist(&["a"])), None);
        assert_eq!(fault(&picklist(&["a", "a"])), Some("dictionary-fault-twice"));
        assert_eq!(fault(&picklist(&["A b"])), Some("dictionary-fault-code"));
        let mut unnamed = picklist(&["a"]);
        unnamed.options[0].label = Label::default();
        assert_eq!(fault(&unnamed), Some("dictionary-fault-label"));
    }
}
