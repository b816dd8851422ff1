//! Writing XLSX: one sheet, compressed as it is written. The archive's format is `zip`'s business; of the sheet's there is
//! so little that a library for it would cost more than this file.

use std::{
    fmt::Write as _,
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{NaiveDate, NaiveDateTime};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions, write::StreamWriter};

use super::Cell;

/// What a cell of a spreadsheet holds at most, in characters.
const LONGEST: usize = 32_767;
/// XML that is kept back before it is compressed, in bytes.
const BUFFERED: usize = 64 << 10;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
"#;
const PARTS: &[(&str, &str)] = &[
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
    ),
    // Cell styles: 0 as it comes, 1 a day, 2 a moment, 3 a title.
    (
        "xl/styles.xml",
        r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>"#,
    ),
];

/// Compressed bytes, until they are taken.
#[derive(Clone, Default)]
struct Out(Arc<Mutex<Vec<u8>>>);

impl Out {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes XLSX.
pub struct XlsxWriter {
    zip: ZipWriter<StreamWriter<Out>>,
    out: Out,
    xml: String,
}

impl XlsxWriter {
    pub fn new(titles: &[String]) -> io::Result<Self> {
        let out = Out::default();
        let mut zip = ZipWriter::new_stream(out.clone());
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, content) in PARTS {
            zip.start_file(*name, options)?;
            zip.write_all(HEAD.as_bytes())?;
            zip.write_all(content.as_bytes())?;
        }
        zip.start_file("xl/worksheets/sheet1.xml", options)?;
        let mut xml = HEAD.to_owned();
        xml.push_str(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>"#);
        let _ = write!(
            xml,
            r#"<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="{}" width="18" customWidth="1"/></cols><sheetData><row>"#,
            titles.len().max(1)
        );
        titles.iter().for_each(|title| text(title, 3, &mut xml));
        xml.push_str("</row>");
        Ok(Self { zip, out, xml })
    }

    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.xml.push_str("<row>");
        cells.iter().for_each(|cell| write_cell(cell, &mut self.xml));
        self.xml.push_str("</row>");
        if self.xml.len() > BUFFERED {
            self.zip.write_all(self.xml.as_bytes())?;
            self.xml.clear();
        }
        Ok(())
    }

    pub fn take(&mut self) -> Vec<u8> {
        self.out.take()
    }

    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.xml.push_str("</sheetData></worksheet>");
        self.zip.write_all(self.xml.as_bytes())?;
        self.zip.finish()?;
        Ok(self.out.take())
    }
}

fn write_cell(cell: &Cell, xml: &mut String) {
    // Writing to a string cannot fail.
    let _ = match cell {
        Cell::Empty => xml.write_str("<c/>"),
        Cell::Text(content) => {
            text(content, 0, xml);
            Ok(())
        }
        Cell::Number(number) => write!(xml, "<c><v>{number}</v></c>"),
        Cell::Date(day) => match serial(day.and_time(chrono::NaiveTime::MIN)) {
            Some(serial) => write!(xml, r#"<c s="1"><v>{serial}</v></c>"#),
            None => {
                text(&day.to_string(), 0, xml);
                Ok(())
            }
        },
        Cell::Moment(at) => match serial(*at) {
            Some(serial) => write!(xml, r#"<c s="2"><v>{serial}</v></c>"#),
            None => {
                text(&at.format("%Y-%m-%d %H:%M:%S").to_string(), 0, xml);
                Ok(())
            }
        },
    };
}

/// Days since 1899-12-30, as spreadsheets count; nothing before March 1900, where they miscount.
fn serial(at: NaiveDateTime) -> Option<f64> {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(chrono::NaiveTime::MIN);
    let days = (at.date() - epoch.date()).num_days();
    let millis = (at - at.date().and_time(chrono::NaiveTime::MIN)).num_milliseconds();
    #[expect(clippy::cast_precision_loss, reason = "days of four digits' years and the milliseconds of a day fit")]
    (days > 60).then(|| days as f64 + millis as f64 / 86_400_000.0)
}

/// A text cell, never anything else.
fn text(content: &str, style: u8, xml: &mut String) {
    let _ = write!(xml, r#"<c s="{style}" t="inlineStr"><is><t xml:space="preserve">"#);
    let content = match content.char_indices().nth(LONGEST) {
        Some((end, _)) => &content[..end],
        None => content,
    };
    for (at, c) in content.char_indices() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\n' | '\t' => xml.push(c),
            // XML knows no control characters; this is how spreadsheets write them.
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(xml, "_x{:04X}_", u32::from(c));
            }
            '_' if is_escape(&content[at..]) => xml.push_str("_x005F_"),
            _ => xml.push(c),
        }
    }
    xml.push_str("</t></is></c>");
}

/// Whether a text begins with what would be read as an escaped character.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}
