//! A file so large that only what does not grow with it gets through: many cases with a statement each, written as a stream, imported
//! while the memory of the process is watched.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Bench;
use crate::command::{Failure, Outcome};

/// How many rows each case's statement has.
const CASE_ROWS: u32 = 100;
/// How many applications one file holds; intake reads files of up to 64 MB.
const FILE_APPLICATIONS: u32 = 20_000;
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

/// Writes so many cases into a folder, each made of a demo's application with a reference and a statement of its own.
pub fn write(folder: &Path, cases: u32, application: &Value) -> Outcome<PathBuf> {
    let failed = |error: std::io::Error| Failure::of("cannot write the large files", &error);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut written = 0;
    while written < cases {
        let upto = cases.min(written + FILE_APPLICATIONS);
        let path = folder.join(format!("applications-{upto:07}.jsonl"));
        let mut file = BufWriter::new(File::create(path).map_err(failed)?);
        for case in written..upto {
            let statement = format!("statements/{:03}/{case:07}.csv", case / 1_000);
            let mut application = application.clone();
            application["application_ref"] = json!(format!("LARGE-{case:07}"));
            application["mobile"] = json!(format!("139{case:08}"));
            application["bank_card"] = json!(format!("622588{case:010}"));
            application["statements"] = json!([statement]);
            writeln!(file, "{application}").map_err(failed)?;
            write_statement(&folder.join(statement), case).map_err(failed)?;
        }
        file.flush().map_err(failed)?;
        written = upto;
    }
    Ok(folder.to_owned())
}

/// A wallet's bill in its provider's layout.
fn write_statement(path: &Path, case: u32) -> std::io::Result<()> {
    const SHOPS: [(&str, &str, u32); 5] = [
        ("商户消费", "鲜丰水果", 2_350),
        ("商户消费", "滴滴出行", 1_890),
        ("商户消费", "全家便利店", 1_260),
        ("转账", "房东", 90_000),
        ("商户消费", "国家电网", 8_800),
    ];
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "\u{feff}微信支付账单明细,,,,,,,,,,")?;
    writeln!(file, "微信昵称：[用户{case}],,,,,,,,,,")?;
    writeln!(file, "起始时间：[2026-04-01 00:00:00] 终止时间：[2026-09-30 23:59:59],,,,,,,,,,")?;
    writeln!(file, "共{CASE_ROWS}笔记录,,,,,,,,,,")?;
    writeln!(file, "----------------------微信支付账单明细列表--------------------,,,,,,,,,,")?;
    writeln!(
        file,
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注"
    )?;
    for row in (0..CASE_ROWS).rev() {
        let (month, day) = (4 + row / 20, 1 + row % 20 + case % 8);
        let order = u64::from(case) * 1_000 + u64::from(row);
        let (kind, shop, price) = SHOPS[(row + case) as usize % SHOPS.len()];
        let at = format!("2026-{month:02}-{day:02} {:02}:{:02}:{:02}", 8 + row % 14, row % 60, case % 60);
        if row % 20 == 9 {
            let fen = 600_000 + case % 900_000;
            let (yuan, fen) = (fen / 100, fen % 100);
            writeln!(
                file,
                "{at},转账,某某科技有限公司,\"工资\",收入,¥{yuan}.{fen:02},/,已存入零钱,\"5030{order:024}\t\",\"/\t\",\"/\""
            )?;
        } else {
            let fen = price + order as u32 % 500;
            let (yuan, fen) = (fen / 100, fen % 100);
            writeln!(
                file,
                "{at},{kind},{shop},\"{shop}订单{order}\",支出,¥{yuan}.{fen:02},零钱,支付成功,\"4200{order:024}\t\",\"{order:020}\t\",\"/\""
            )?;
        }
    }
    file.flush()
}

/// Imports a folder and prints the receipt's figures with the most memory used in the first tenth, the first half and the whole of
/// the time.
pub fn import(bench: &Bench, folder: &Path) -> Outcome {
    let begun = Instant::now();
    let mut command = bench.firstline("zhou.min", &["import"]);
    command.arg(folder).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| Failure::of("cannot start the import", &error))?;
    let printed = child.stdout.take();
    let reader = std::thread::spawn(move || printed.map(std::io::read_to_string));
    let looks = watch(&mut child, begun)?;
    let printed = match reader.join() {
        Ok(Some(Ok(printed))) => printed,
        Ok(Some(Err(_)) | None) | Err(_) => {
            return Err(Failure("the import's receipt was not read".to_owned()));
        }
    };
    let receipt: Value = serde_json::from_str(&printed)
        .map_err(|error| Failure(format!("the import printed no receipt: {error}")))?;
    let took = begun.elapsed();
    for (part, share) in [("first tenth", 10), ("first half", 2), ("whole", 1)] {
        let most = looks.iter().filter(|(at, _)| *at <= took / share).map(|(_, kb)| *kb).max().unwrap_or(0);
        println!("most memory, {part} of the time   {:>10} MB", most / 1_024);
    }
    println!(
        "{} applications with {} statement rows in {} s, {} rows a second imported, {} assessed in {} s altogether",
        receipt["applications"],
        receipt["statement_rows"],
        took.as_secs(),
        receipt["statement_rows_per_second"],
        receipt["assessed"],
        receipt["took_ms"].as_u64().unwrap_or_default() / 1_000
    );
    Ok(())
}

/// The memory of a process and of those it started, in kB, time and again until it ends.
fn watch(child: &mut Child, begun: Instant) -> Outcome<Vec<(Duration, u64)>> {
    let mut looks = Vec::new();
    loop {
        let ended = child.try_wait().map_err(|error| Failure::of("cannot watch the import", &error))?;
        match ended {
            Some(status) if status.success() => return Ok(looks),
            Some(status) => return Err(Failure(format!("the import ended with {status}"))),
            None => {
                let of_readers: u64 = children_of(child.id()).into_iter().map(resident_kb).sum();
                looks.push((begun.elapsed(), resident_kb(child.id()) + of_readers));
                std::thread::sleep(BETWEEN_LOOKS);
            }
        }
    }
}

fn children_of(process: u32) -> Vec<u32> {
    let mut children = Vec::new();
    for task in std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten() {
        let listed = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
        children.extend(listed.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
    }
    children
}

fn resident_kb(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
