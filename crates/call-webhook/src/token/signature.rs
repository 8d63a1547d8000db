//! Checks RS256 signatures: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2).
//!
//! There are two implementations with the same interface: the crate `rsa`, in pure Rust, and AWS-LC, which is about ten
//! times faster but requires a C compiler.

#[cfg(feature = "aws-lc")]
pub(crate) use aws_lc::PublicKey;
#[cfg(not(feature = "aws-lc"))]
pub(crate) use pure::PublicKey;

#[cfg(feature = "aws-lc")]
mod aws_lc {
    use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};

    /// A public key. The caller has checked the sizes of the modulus and the exponent.
    #[derive(Clone)]
    pub(crate) struct PublicKey(RsaPublicKeyComponents<Vec<u8>>);

    impl PublicKey {
        /// Creates a key from the modulus and the exponent, both big-endian and without leading zeros.
        pub(crate) fn new(n: &[u8], e: &[u8]) -> Option<Self> {
            Some(Self(RsaPublicKeyComponents { n: n.to_vec(), e: e.to_vec() }))
        }

        /// Returns `true` if a signature of a message was made with this key.
        pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
            self.0.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
        }
    }
}

#[cfg(not(feature = "aws-lc"))]
mod pure {
    use rsa::sha2::{Digest as _, Sha256};
    use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};

    /// A public key. The caller has checked the sizes of the modulus and the exponent.
    #[derive(Clone)]
    pub(crate) struct PublicKey(RsaPublicKey);

    impl PublicKey {
        /// Creates a key from the modulus and the exponent, both big-endian and without leading zeros.
        pub(crate) fn new(n: &[u8], e: &[u8]) -> Option<Self> {
            let (n, e) = (BigUint::from_bytes_be(n), BigUint::from_bytes_be(e));
            // The size of the modulus was checked.
            let size = n.bits();
            RsaPublicKey::new_with_max_size(n, e, size).ok().map(Self)
        }

        /// Returns `true` if a signature of a message was made with this key.
        pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
            self.0.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message), signature).is_ok()
        }
    }
}
