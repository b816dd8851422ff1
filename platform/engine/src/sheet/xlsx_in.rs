//! Reading XLSX. The reader knows no limit, so the archive is walked first, and bytes are counted as they are unpacked: a
//! small file must not become a large one (CWE-409).

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use zip::ZipArchive;

use super::SheetError;

/// The most parts of the archive.
const MOST_PARTS: usize = 200;
/// The most bytes when unpacked, in all and of the texts that cells share, which are kept in memory.
const MOST_BYTES: u64 = 200 << 20;
const MOST_SHARED: u64 = 48 << 20;
/// So many times its size may a file become; tables of alike rows reach some dozens.
const MOST_TIMES: u64 = 100;

pub fn read(bytes: &[u8], give: &mut dyn FnMut(u32, Vec<String>) -> Result<(), SheetError>) -> Result<(), SheetError> {
    weigh(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| SheetError::Unreadable)?;
    let name = book.sheet_names().first().cloned().ok_or(SheetError::Empty)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(|_| SheetError::Unreadable)?;
    let (mut at, mut row) = (0, Vec::new());
    while let Some(cell) = cells.next_cell().map_err(|_| SheetError::Unreadable)? {
        let (number, column) = cell.get_position();
        if number != at {
            give(at + 1, std::mem::take(&mut row))?;
            at = number;
        }
        let text = text(cell.get_value());
        // Cells far out with nothing in them are formats.
        if text.is_empty() {
            continue;
        }
        let column = column as usize;
        if column >= super::MOST_COLUMNS {
            return Err(SheetError::TooManyColumns);
        }
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        row[column] = text;
    }
    give(at + 1, row)
}

/// Unpacks everything once and keeps nothing of it.
fn weigh(bytes: &[u8]) -> Result<(), SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::Unreadable)?;
    if archive.len() > MOST_PARTS {
        return Err(SheetError::TooLarge);
    }
    let most = MOST_BYTES.min((bytes.len() as u64).saturating_mul(MOST_TIMES));
    let mut total = 0;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| SheetError::Unreadable)?;
        let shared = part.name().map_err(|_| SheetError::Unreadable)?.to_ascii_lowercase().ends_with("sharedstrings.xml");
        let limit = if shared { MOST_SHARED.min(most) } else { most } - total.min(most);
        let read = std::io::copy(&mut part.take(limit + 1), &mut std::io::sink()).map_err(|_| SheetError::Unreadable)?;
        if read > limit {
            return Err(SheetError::TooLarge);
        }
        total += read;
    }
    Ok(())
}

/// A cell's value as people would type it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // The shortest digits that mean this number: what was typed, up to fifteen of them.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
            let day = format!("{year:04}-{month:02}-{day:02}");
            match (hour, minute, second, milli) {
                (0, 0, 0, 0) => day,
                (hour, minute, second, 0) => format!("{day} {hour:02}:{minute:02}:{second:02}"),
                (hour, minute, second, milli) => format!("{day} {hour:02}:{minute:02}:{second:02}.{milli:03}"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    /// Writes one part of an archive.
    type Part = Box<dyn Fn(&mut dyn Write)>;

    fn archive(parts: &[(&str, Part)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, write) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            write(&mut zip);
        }
        zip.finish().unwrap().into_inner()
    }

    fn refused(bytes: &[u8]) -> SheetError {
        let began = std::time::Instant::now();
        let error = read(bytes, &mut |_, _| Ok(())).unwrap_err();
        assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
        error
    }

    #[test]
    fn t47_a_small_file_does_not_become_a_large_one() {
        let zeros = |times: usize| -> Part { Box::new(move |out| (0..times).for_each(|_| out.write_all(&[b'0'; 1 << 20]).unwrap())) };
        assert_eq!(refused(&archive(&[("xl/worksheets/sheet1.xml", zeros(64))])), SheetError::TooLarge);
        assert_eq!(refused(&archive(&[("a", zeros(8)), ("xl/sharedStrings.xml", zeros(8))])), SheetError::TooLarge);
        let names: Vec<String> = (0..=MOST_PARTS).map(|at| format!("part{at}")).collect();
        let many: Vec<(&str, Part)> = names.iter().map(|name| (name.as_str(), zeros(0))).collect();
        assert_eq!(refused(&archive(&many)), SheetError::TooLarge);
    }

    #[test]
    fn t47_entities_and_external_parts_are_not_followed() {
        let part = |text: &'static str| -> Part { Box::new(move |out| out.write_all(text.as_bytes()).unwrap()) };
        let bytes = archive(&[
            ("xl/workbook.xml", part(r#"<workbook xmlns:r="r"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>"#)),
            (
                "xl/_rels/workbook.xml.rels",
                part(
                    r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                part(
                    r#"<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>"#,
                ),
            ),
        ]);
        let mut seen = Vec::new();
        let _ = read(&bytes, &mut |_, cells| {
            seen.extend(cells);
            Ok(())
        });
        assert!(!seen.concat().contains("root"), "{seen:?}");
    }
}
