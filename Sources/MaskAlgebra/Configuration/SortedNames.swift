extension Collection where Index == Int, Element == String {
  /// The index of `name` in this collection, which is sorted; `nil` if it is not there.
  ///
  /// Complexity: logarithmic.
  func index(inSorted name: String) -> Int? {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < name { low = middle + 1 } else { high = middle }
    }
    return low < endIndex && self[low] == name ? low : nil
  }
}
