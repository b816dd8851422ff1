//! Files: uploads and downloads.

mod download;
mod upload;

pub use download::{download_file, file_info};
pub use upload::upload_file;
