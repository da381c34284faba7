import MaskTools

/// `seconds` for people: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`.
package func duration(_ seconds: Double) -> String {
  if seconds < 10 { return "\(fixed(max(0, seconds), 1)) s" }
  guard seconds < 1e12 else { return "\(seconds) s" }
  let whole = Int(seconds.rounded())
  if whole < 60 { return "\(whole) s" }
  return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
}

/// `count` with the decimal prefix that leaves one to three digits before the point, as in `3.1 M`.
package func scaled(_ count: Double, _ unit: String) -> String {
  var (value, index) = (count, 0)
  let prefixes = ["", "k", "M", "G", "T", "P", "E"]
  while value >= 999.5, index < prefixes.count - 1 {
    value /= 1000
    index += 1
  }
  return "\(fixed(value, value < 9.95 && index > 0 ? 1 : 0)) \(prefixes[index])\(unit)"
}

/// `count` in thousands where that says enough.
package func inThousands(_ count: Int) -> String { count < 10_000 ? "\(count)" : "\((count + 500) / 1000)k" }

/// `value` with `digits` digits after the point, halves away from zero.
package func fixed(_ value: Double, _ digits: Int) -> String {
  let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
  guard abs(value) * Double(scale) < 0x1p53 else { return "\(value)" }
  let scaled = Int((abs(value) * Double(scale)).rounded())
  let fraction = String(scaled % scale)
  let sign = value < 0 && scaled > 0 ? "-" : ""
  return digits == 0
    ? "\(sign)\(scaled)"
    : "\(sign)\(scaled / scale).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
}

/// `value` with `digits` digits after the point and its sign.
package func signed(_ value: Double, _ digits: Int = 2) -> String {
  let text = fixed(value, digits)
  return text.hasPrefix("-") ? text : "+" + text
}
