//! Tables of text as files: CSV and XLSX, out and in. Nothing here knows records.

mod csv_out;
mod guard;
mod read;
mod xlsx_in;
mod xlsx_out;

use chrono::{NaiveDate, NaiveDateTime};

pub use guard::{guarded, unguarded};
pub use read::{MOST_COLUMNS, MOST_ROWS, SheetError, SheetRow, read};

use csv_out::CsvWriter;
use xlsx_out::XlsxWriter;

/// The most rows of a sheet, its head included: what spreadsheet programs read.
pub const MOST_SHEET_ROWS: u64 = 1_048_576;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, whatever it looks like.
    Text(String),
    /// A number in JSON's notation.
    Number(String),
    /// A calendar day.
    Date(NaiveDate),
    /// A moment on the company's clock.
    Moment(NaiveDateTime),
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values in UTF-8 with a byte order mark, so that spreadsheet programs read Chinese.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
}

impl Format {
    /// The format with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Csv, Self::Xlsx].into_iter().find(|format| format.name() == name)
    }

    /// Its name, which is the file's ending as well.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The media type.
    pub fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Writes a table row by row; what is finished is taken away meanwhile, so that a long table takes no more memory than a
/// short one.
pub enum Writer {
    /// As CSV.
    Csv(CsvWriter),
    /// As XLSX.
    Xlsx(Box<XlsxWriter>),
}

impl Writer {
    /// A table with these titles.
    ///
    /// # Errors
    /// Never on CSV; when the archive cannot be begun.
    pub fn new(format: Format, titles: &[String]) -> std::io::Result<Self> {
        Ok(match format {
            Format::Csv => Self::Csv(CsvWriter::new(titles)),
            Format::Xlsx => Self::Xlsx(Box::new(XlsxWriter::new(titles)?)),
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn row(&mut self, cells: &[Cell]) -> std::io::Result<()> {
        match self {
            Self::Csv(writer) => {
                writer.row(cells);
                Ok(())
            }
            Self::Xlsx(writer) => writer.row(cells),
        }
    }

    /// What is finished since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        match self {
            Self::Csv(writer) => writer.take(),
            Self::Xlsx(writer) => writer.take(),
        }
    }

    /// The rest.
    ///
    /// # Errors
    /// When the archive cannot be closed.
    pub fn finish(self) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Csv(mut writer) => Ok(writer.take()),
            Self::Xlsx(writer) => writer.finish(),
        }
    }
}
