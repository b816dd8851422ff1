//! Reading a file whose kind and encoding nobody said.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{unguarded, xlsx_in};

/// The most rows below the titles.
pub const MOST_ROWS: u32 = 200_000;
/// The most columns.
pub const MOST_COLUMNS: usize = 200;

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// Its number in the sheet, from one.
    pub number: u32,
    /// Its cells; empty ones at the end are left out.
    pub cells: Vec<String>,
}

/// Why a file is not a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Neither CSV nor XLSX, or broken.
    #[error("not a table")]
    Unreadable,
    /// Nothing in it.
    #[error("no rows")]
    Empty,
    /// Larger unpacked than a table that people fill in.
    #[error("too large")]
    TooLarge,
    /// More rows than [`MOST_ROWS`].
    #[error("too many rows")]
    TooManyRows,
    /// More columns than [`MOST_COLUMNS`].
    #[error("too many columns")]
    TooManyColumns,
}

/// Reads a file row by row, the titles first; rows with nothing in them are left out.
///
/// # Errors
/// When it is no table, or larger than tables may be. Rows before the fault were given.
pub fn read(bytes: &[u8], mut each: impl FnMut(SheetRow)) -> Result<(), SheetError> {
    let mut rows = 0;
    let mut give = |number: u32, mut cells: Vec<String>| -> Result<(), SheetError> {
        while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        if cells.len() > MOST_COLUMNS {
            return Err(SheetError::TooManyColumns);
        }
        rows += 1;
        if rows > MOST_ROWS + 1 {
            return Err(SheetError::TooManyRows);
        }
        each(SheetRow { number, cells });
        Ok(())
    };
    if bytes.starts_with(b"PK") {
        xlsx_in::read(bytes, &mut give)?;
    } else {
        csv(&decoded(bytes)?, &mut give)?;
    }
    if rows < 2 { Err(SheetError::Empty) } else { Ok(()) }
}

/// The text of a CSV file: what its byte order mark says, UTF-8 when it is that, otherwise the encoding of Chinese Windows.
fn decoded(bytes: &[u8]) -> Result<String, SheetError> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding == UTF_16LE || encoding == UTF_16BE => encoding,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => GB18030,
    };
    let (text, _, broken) = encoding.decode(bytes);
    if broken || text.contains('\0') { Err(SheetError::Unreadable) } else { Ok(text.into_owned()) }
}

fn csv(text: &str, give: &mut dyn FnMut(u32, Vec<String>) -> Result<(), SheetError>) -> Result<(), SheetError> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(text)).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut record).map_err(|_| SheetError::Unreadable)? {
        number += 1;
        give(number, record.iter().map(|cell| unguarded(cell).to_owned()).collect())?;
    }
    Ok(())
}

/// What stands between the cells: whichever of the usual marks the first line has most of, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let (mut quoted, mut counts) = (false, [(b',', 0), (b';', 0), (b'\t', 0)]);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(mark, _)| *mark == byte).for_each(|(_, count)| *count += 1),
        }
    }
    // The first of equals: a file of one column has none of them.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(mark, _)| *mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{Cell, Format, Writer};

    fn rows(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        let mut rows = Vec::new();
        read(bytes, |row| rows.push((row.number, row.cells))).unwrap();
        rows
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "名称,电话\r\n华为,'+86 755\r\n\r\n\"中兴\n通讯\",\r\n";
        let expected = vec![
            (1, vec!["名称".to_owned(), "电话".to_owned()]),
            (2, vec!["华为".to_owned(), "+86 755".to_owned()]),
            (3, vec!["中兴\n通讯".to_owned()]),
        ];
        let bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let utf16: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes().to_vec(), bom, GB18030.encode(text).0.into_owned(), utf16] {
            assert_eq!(rows(&bytes), expected);
        }
        assert_eq!(rows(b"a;b\n1,5;2\n")[1].1, ["1,5", "2"]);
        assert_eq!(rows(b"a\tb\n1\t2\n")[1].1, ["1", "2"]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for (bytes, error) in [
            (b"".as_slice(), SheetError::Empty),
            (b"only,titles\n", SheetError::Empty),
            (b"a,b\n\0,1\n", SheetError::Unreadable),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0", SheetError::Unreadable),
            (b"PK\x03\x04 and then nothing", SheetError::Unreadable),
        ] {
            assert_eq!(read(bytes, |_| {}), Err(error), "{bytes:?}");
        }
        let wide = format!("{}\n1\n", vec!["x"; MOST_COLUMNS + 1].join(","));
        assert_eq!(read(wide.as_bytes(), |_| {}), Err(SheetError::TooManyColumns));
    }

    #[test]
    fn t46_what_is_written_is_read_again_and_no_cell_is_a_formula() {
        let texts = ["=1+1", "'=1", "＝1", "a,\"b\"\r\nc", "_x0041_", "<&>", "\u{7}bell", " ", "-5", "+86", "中文"];
        for format in [Format::Csv, Format::Xlsx] {
            let mut writer = Writer::new(format, &["t".into(), "n".into(), "d".into(), "m".into()]).unwrap();
            let moment: chrono::NaiveDateTime = "2026-03-10T08:09:10".parse().unwrap();
            for text in texts {
                writer
                    .row(&[Cell::Text(text.into()), Cell::Number("-1234.5".into()), Cell::Date(moment.date()), Cell::Moment(moment)])
                    .unwrap();
            }
            let mut bytes = writer.take();
            bytes.extend(writer.finish().unwrap());
            let back = rows(&bytes);
            assert_eq!(back.len(), texts.len() + 1);
            for (text, (_, cells)) in texts.iter().zip(&back[1..]) {
                assert_eq!(cells.as_slice(), [*text, "-1234.5", "2026-03-10", "2026-03-10 08:09:10"], "{format:?}");
            }
        }
    }
}
