//! Charts.

use serde_json::json;
use trellis_ui_kit::{Button, Chart, I18n, use_i18n};
use yew::prelude::*;

use super::{Part, samples::PEOPLE};

/// The chapter.
#[component]
pub fn Charts() -> Html {
    let i18n = use_i18n();
    let picked = use_state(String::new);
    let onpick = {
        let picked = picked.setter();
        Callback::from(move |json: String| picked.set(json))
    };
    let clear = {
        let picked = picked.setter();
        Callback::from(move |_: MouseEvent| picked.set(String::new()))
    };
    let charts = [("bar", bar(&i18n)), ("line", line(&i18n)), ("funnel", funnel(&i18n)), ("pie", pie(&i18n)), ("gauge", gauge())];
    html! {
        <div class="s-gallery" data-columns="2">
            { for charts.into_iter().map(|(name, option)| html! {
                <Part {name}><Chart label={name} option={option.to_string()} onpick={onpick.clone()} /></Part>
            }) }
            <Part name="onpick">
                <code>{ (*picked).clone() }</code>
                <div><Button label={i18n.pick("清空", "Clear").to_owned()} onclick={clear} /></div>
            </Part>
        </div>
    }
}

fn months(i18n: &I18n) -> Vec<String> {
    (1..=8).map(|month| if i18n.locale().starts_with("zh") { format!("{month}月") } else { format!("2026-{month:02}") }).collect()
}

fn bar(i18n: &I18n) -> serde_json::Value {
    json!({
        "grid": {"left": 8, "right": 8, "top": 40, "bottom": 8, "containLabel": true},
        "legend": {"top": 0, "left": 0},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "valueFormatter": {"fmt": "cny0"}},
        "xAxis": {"type": "category", "data": months(i18n)},
        "yAxis": {"type": "value", "axisLabel": {"formatter": {"fmt": "compact"}}},
        "series": [
            {"type": "bar", "name": i18n.pick("赢单金额", "Won"), "data": [820_000, 932_000, 901_000, 1_234_000, 1_290_000, 1_330_000, 1_520_000, 1_180_000]},
            {"type": "bar", "name": i18n.pick("目标", "Target"), "data": [900_000, 900_000, 1_000_000, 1_000_000, 1_200_000, 1_200_000, 1_300_000, 1_300_000]}
        ]
    })
}

fn line(i18n: &I18n) -> serde_json::Value {
    json!({
        "grid": {"left": 8, "right": 8, "top": 40, "bottom": 8, "containLabel": true},
        "legend": {"top": 0, "left": 0},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "boundaryGap": false, "data": months(i18n)},
        "yAxis": {"type": "value"},
        "series": PEOPLE.iter().take(4).enumerate().map(|(index, name)| json!({
            "type": "line", "name": name, "smooth": true, "showSymbol": false,
            "data": (0..8).map(|month| 20 + (month * 7 + index * 13) % 23 + month * index).collect::<Vec<_>>()
        })).collect::<Vec<_>>()
    })
}

fn funnel(i18n: &I18n) -> serde_json::Value {
    let stages = [
        ("验证客户", "Qualify", 120),
        ("需求确认", "Needs", 86),
        ("方案报价", "Proposal", 52),
        ("谈判审核", "Negotiate", 31),
        ("赢单", "Won", 18),
    ];
    json!({
        "tooltip": {"trigger": "item"},
        "series": [{
            "type": "funnel", "left": 8, "right": 100, "top": 8, "bottom": 8, "gap": 2, "minSize": "12%",
            "label": {"position": "right"}, "labelLine": {"show": false},
            "data": stages.map(|(chinese, english, value)| json!({"name": i18n.pick(chinese, english), "value": value}))
        }]
    })
}

fn pie(i18n: &I18n) -> serde_json::Value {
    let trades = [
        ("制造", "Manufacturing", 38),
        ("信息技术", "IT", 27),
        ("医疗", "Health", 16),
        ("能源", "Energy", 11),
        ("零售", "Retail", 9),
        ("教育", "Education", 7),
        ("金融", "Finance", 6),
        ("其他", "Other", 4),
    ];
    json!({
        "tooltip": {"trigger": "item"},
        "legend": {"orient": "vertical", "right": 0, "top": "middle"},
        "series": [{
            "type": "pie", "radius": ["52%", "78%"], "center": ["36%", "50%"], "label": {"show": false},
            "data": trades.map(|(chinese, english, value)| json!({"name": i18n.pick(chinese, english), "value": value}))
        }]
    })
}

fn gauge() -> serde_json::Value {
    json!({"series": [{
        "type": "gauge", "startAngle": 200, "endAngle": -20, "progress": {"show": true, "width": 14}, "pointer": {"show": false},
        "axisLine": {"lineStyle": {"width": 14}}, "axisTick": {"show": false}, "splitLine": {"show": false}, "axisLabel": {"show": false},
        "detail": {"fontSize": 28, "offsetCenter": [0, 0], "formatter": {"fmt": "percent"}}, "data": [{"value": 72.5}]
    }]})
}
