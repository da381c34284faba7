#include <nettle/sha2.h>
#include <nettle/version.h>

/* The digest of what `context` was given; Nettle 4 no longer asks for its length. */
static inline void finish_sha256(struct sha256_ctx *context, uint8_t *digest) {
#if NETTLE_VERSION_MAJOR >= 4
  sha256_digest(context, digest);
#else
  sha256_digest(context, SHA256_DIGEST_SIZE, digest);
#endif
}
