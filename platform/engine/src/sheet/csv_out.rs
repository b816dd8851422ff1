//! Writing CSV.

use super::{Cell, guarded};

/// Writes CSV.
pub struct CsvWriter(String);

impl CsvWriter {
    pub fn new(titles: &[String]) -> Self {
        let mut writer = Self("\u{feff}".to_owned());
        let titles: Vec<Cell> = titles.iter().map(|title| Cell::Text(title.clone())).collect();
        writer.row(&titles);
        writer
    }

    pub fn row(&mut self, cells: &[Cell]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.0.push(',');
            }
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => self.text(&guarded(text)),
                Cell::Number(number) => self.0.push_str(number),
                Cell::Date(day) => self.0.push_str(&day.to_string()),
                // Digits of the second only where there are some.
                Cell::Moment(at) => self.0.push_str(&at.format("%Y-%m-%d %H:%M:%S%.f").to_string()),
            }
        }
        self.0.push_str("\r\n");
    }

    fn text(&mut self, text: &str) {
        let plain = !text.contains(['"', ',', '\r', '\n']) && text.trim().len() == text.len();
        if plain {
            self.0.push_str(text);
        } else {
            self.0.push('"');
            self.0.push_str(&text.replace('"', "\"\""));
            self.0.push('"');
        }
    }

    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0).into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut writer = CsvWriter::new(&["名称".into(), "=x".into()]);
        let moment = "2026-03-10T08:00:00".parse().unwrap();
        writer.row(&[Cell::Text("a,\"b\"\n".into()), Cell::Number("-1.50".into()), Cell::Empty, Cell::Moment(moment)]);
        let text = String::from_utf8(writer.take()).unwrap();
        assert_eq!(text, "\u{feff}名称,'=x\r\n\"a,\"\"b\"\"\n\",-1.50,,2026-03-10 08:00:00\r\n");
    }
}
