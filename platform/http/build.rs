//! The interface is compiled in from `ui/dist`: the folder must be there, and a new interface is a new build.

fn main() {
    let dist = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/dist");
    if let Err(error) = std::fs::create_dir_all(dist) {
        println!("cargo::warning=cannot make {dist}: {error}");
    }
    println!("cargo::rerun-if-changed={dist}/index.html");
}
