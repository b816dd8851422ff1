//! The interface is compiled in from `ui/dist`: the folder must be there, and a new interface is a new build.

fn main() {
    // Asked when it runs: clones that share a target folder share the built script.
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| ".".into());
    let dist = format!("{here}/../../ui/dist");
    if let Err(error) = std::fs::create_dir_all(&dist) {
        println!("cargo::warning=cannot make {dist}: {error}");
    }
    println!("cargo::rerun-if-changed={dist}/index.html");
}
