//! One month to choose a day from. Arrows move by a day and a week, Page keys by a month, with Shift by a year.

use yew::prelude::*;

use crate::{
    action::{IconButton, Size},
    calendar::Day,
    dom::{self, use_id},
    i18n::use_i18n,
    t,
};

/// Properties of [`CalendarPanel`].
#[derive(Properties, PartialEq)]
pub struct CalendarPanelProps {
    /// The chosen day, or the first of a chosen range.
    pub from: Option<Day>,
    /// The last of a chosen range.
    #[prop_or_default]
    pub to: Option<Day>,
    /// Hears the day that was pressed.
    pub onpick: Callback<Day>,
    /// Takes the focus when it appears.
    #[prop_or(true)]
    pub autofocus: bool,
}

/// A month as a grid of days.
#[component]
pub fn CalendarPanel(props: &CalendarPanelProps) -> Html {
    let i18n = use_i18n();
    let id = use_id("calendar");
    let today = Day::today();
    let cursor = use_state_eq(|| props.from.unwrap_or(today));
    // A day typed into the field moves the calendar there.
    use_effect_with(props.from, {
        let cursor = cursor.setter();
        move |from| {
            if let Some(from) = from {
                cursor.set(*from);
            }
        }
    });
    let moved = use_mut_ref(|| false);
    use_effect_with(*cursor, {
        let (id, moved) = (id.clone(), moved.clone());
        move |cursor| {
            if moved.replace(false) {
                dom::focus_id(&day_id(&id, *cursor));
            }
        }
    });
    let turn = |months: i32| {
        let cursor = cursor.clone();
        Callback::from(move |_: MouseEvent| cursor.set(cursor.plus_months(months)))
    };
    let onkeydown = {
        let (cursor, moved) = (cursor.clone(), moved);
        Callback::from(move |event: KeyboardEvent| {
            if let Some(day) = key_target(*cursor, &event.key(), event.shift_key()) {
                event.prevent_default();
                *moved.borrow_mut() = true;
                cursor.set(day);
            }
        })
    };
    let day = |day: &Day| {
        let day = *day;
        let (first, last) = (props.from, props.to.or(props.from));
        let chosen = Some(day) == first || Some(day) == last;
        let within = first.zip(last).is_some_and(|(first, last)| first < day && day < last);
        html! {
            <button
                type="button"
                id={day_id(&id, day)}
                class="c-calendar__day"
                aria-label={i18n.date(&day.to_string())}
                aria-pressed={chosen.to_string()}
                aria-current={(day == today).then_some("date")}
                data-within={within.then_some("")}
                data-outside={(day.month != cursor.month).then_some("")}
                tabindex={if day == *cursor { "0" } else { "-1" }}
                data-autofocus={(props.autofocus && day == *cursor).then_some("")}
                onclick={props.onpick.reform(move |_: MouseEvent| day)}
            >
                { day.day }
            </button>
        }
    };
    html! {
        <div class="c-calendar">
            <div class="c-calendar__head">
                <IconButton label={t!(i18n, "kit-previous-year")} icon="chevrons-left" size={Size::Small} onclick={turn(-12)} />
                <IconButton label={t!(i18n, "kit-previous-month")} icon="chevron-left" size={Size::Small} onclick={turn(-1)} />
                <span class="c-calendar__month" aria-live="polite">{ i18n.month(cursor.year, cursor.month) }</span>
                <IconButton label={t!(i18n, "kit-next-month")} icon="chevron-right" size={Size::Small} onclick={turn(1)} />
                <IconButton label={t!(i18n, "kit-next-year")} icon="chevrons-right" size={Size::Small} onclick={turn(12)} />
            </div>
            <div class="c-calendar__grid" {onkeydown}>
                { for i18n.weekdays().into_iter().map(|name| html! { <span class="c-calendar__weekday" aria-hidden="true">{ name }</span> }) }
                { for cursor.month_grid().iter().map(day) }
            </div>
        </div>
    }
}

fn day_id(calendar: &str, day: Day) -> String {
    format!("{calendar}-{day}")
}

/// Where a key leads from a day.
fn key_target(day: Day, key: &str, shift: bool) -> Option<Day> {
    Some(match key {
        "ArrowLeft" => day.plus_days(-1),
        "ArrowRight" => day.plus_days(1),
        "ArrowUp" => day.plus_days(-7),
        "ArrowDown" => day.plus_days(7),
        "Home" => day.plus_days(-day.weekday()),
        "End" => day.plus_days(6 - day.weekday()),
        "PageUp" => day.plus_months(if shift { -12 } else { -1 }),
        "PageDown" => day.plus_months(if shift { 12 } else { 1 }),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_by_days_weeks_months_and_years() {
        let day = Day::parse("2026-11-23").unwrap();
        let to = |key, shift| key_target(day, key, shift).map(|day| day.to_string());
        assert_eq!(to("ArrowUp", false).as_deref(), Some("2026-11-16"));
        assert_eq!(to("End", false).as_deref(), Some("2026-11-29"));
        assert_eq!(to("PageDown", true).as_deref(), Some("2027-11-23"));
        assert_eq!(to("a", false), None);
    }
}
