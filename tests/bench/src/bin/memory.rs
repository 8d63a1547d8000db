//! Counts what each contender allocates in one call. It is a program of its own, since counting takes time.

use bench::groups;

fn main() {
    println!("{:>12} {:>12} {:>12}", "allocations", "bytes", "peak");
    for group in groups() {
        for id in group.ids() {
            let counted = allocation_counter::measure(|| _ = group.run(&id, 1));
            println!(
                "{:>12} {:>12} {:>12}  {id}",
                counted.count_total, counted.bytes_total, counted.bytes_max
            );
        }
    }
}
