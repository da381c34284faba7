/// The Philox4x32-10 block function: 128 random bits for each 128-bit counter and 64-bit key.
///
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011); the tests hold
/// the known answers that its authors published.
package func philox4x32(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
  var block = counter
  var key = key
  for round in 0..<10 {
    if round > 0 { key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85) }
    let first = UInt64(block[0]) &* 0xD251_1F53
    let second = UInt64(block[2]) &* 0xCD9E_8D57
    block = SIMD4(
      UInt32(truncatingIfNeeded: second >> 32) ^ block[1] ^ key[0], UInt32(truncatingIfNeeded: second),
      UInt32(truncatingIfNeeded: first >> 32) ^ block[3] ^ key[1], UInt32(truncatingIfNeeded: first))
  }
  return block
}
