//! How many records a list has: always what it would list, however often it is asked.

use serde_json::{Value as Json, json};
use trellis_test_support::{Client, TestApp, encoded, on_both};

/// The list's count, asked twice: the second time it may come from memory. It is what the list lists.
async fn count(client: &Client, object: &str, filter: &Json) -> u64 {
    let path = format!("/records/{object}?limit=500&filter={}", encoded(&filter.to_string()));
    let listed = client.get(&path).await.items().len() as u64;
    for mode in ["estimate", "exact", "estimate"] {
        let counted = client.get(&format!("{path}&count={mode}")).await;
        assert_eq!(counted.json["count"], json!({ "value": listed, "exact": true }), "{mode} {filter}: {}", counted.text);
    }
    listed
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_follows_every_change_that_it_depends_on() {
    on_both(async |app: &TestApp| {
        let boss = app.boss().await;
        let north = app.department(&boss, "北区", None).await;
        let (manager_id, manager) = app.person(&boss, "manager", Some(&north), &["sales_manager"]).await;
        let (sales_id, sales) = app.person(&boss, "sales", Some(&north), &["sales"]).await;
        let customer = sales.post("/records/customer", json!({ "name": "甲", "level": "a" })).await.id();
        let foreign = boss.post("/records/customer", json!({ "name": "乙", "level": "b" })).await.id();
        let (all, b) = (json!({}), json!({ "level": { "eq": "b" } }));
        assert_eq!((count(&manager, "customer", &all).await, count(&manager, "customer", &b).await), (1, 0));

        // A record's own values; its team; its owner.
        sales.patch(&format!("/records/customer/{customer}"), json!({ "level": "b" })).await;
        assert_eq!((count(&manager, "customer", &all).await, count(&manager, "customer", &b).await), (1, 1));
        let members = json!({ "members": [{ "user": manager_id, "right": "read" }] });
        boss.put(&format!("/records/customer/{foreign}/team"), members).await;
        assert_eq!((count(&manager, "customer", &all).await, count(&manager, "customer", &b).await), (2, 2));
        // By two ways at once, and still one record.
        boss.patch(&format!("/records/customer/{foreign}"), json!({ "owner": manager_id })).await;
        assert_eq!(count(&manager, "customer", &all).await, 2);

        // What is seen through another record.
        assert_eq!(count(&manager, "contact", &all).await, 0);
        boss.post("/records/contact", json!({ "name": "李雷", "customer": customer })).await;
        assert_eq!(count(&manager, "contact", &all).await, 1);
        let by_customer = json!({ "customer.level": { "eq": "b" } });
        assert_eq!(count(&manager, "contact", &by_customer).await, 1);
        sales.patch(&format!("/records/customer/{customer}"), json!({ "level": "c" })).await;
        assert_eq!(count(&manager, "contact", &by_customer).await, 0);
        for n in 0..3 {
            let about = json!({ "object": "customer", "id": customer });
            sales.post("/records/follow_up", json!({ "content": format!("第{n}次"), "related": about })).await;
        }
        assert_eq!(count(&manager, "follow_up", &all).await, 3);

        // People and departments.
        boss.patch(&format!("/users/{sales_id}"), json!({ "department": app.department(&boss, "南区", None).await })).await;
        assert_eq!((count(&manager, "customer", &all).await, count(&manager, "contact", &all).await), (1, 0));
        assert_eq!(count(&manager, "follow_up", &all).await, 0);
        sales.delete(&format!("/records/customer/{customer}")).await;
        assert_eq!((count(&sales, "customer", &all).await, count(&boss, "customer", &all).await), (0, 1));
    })
    .await;
}
