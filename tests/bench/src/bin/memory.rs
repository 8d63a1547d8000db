//! Counts the allocations of each contender in one run. This is a separate program, because counting slows the
//! contenders down.

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
