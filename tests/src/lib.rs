//! The integration tests are in `integration/`: one file for each part of the API, through the real router, on both databases.
