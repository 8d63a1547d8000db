//! RS256: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2), by public keys.
//!
//! There are two implementations with one interface: the crate `rsa`, in pure Rust, and AWS-LC, which is about ten
//! times faster and needs a C compiler.

#[cfg(feature = "aws-lc")]
pub(super) use aws_lc::PublicKey;
#[cfg(not(feature = "aws-lc"))]
pub(super) use pure::PublicKey;

#[cfg(feature = "aws-lc")]
mod aws_lc {
    use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};

    /// A public key whose modulus and exponent were checked.
    #[derive(Clone)]
    pub(in crate::token) struct PublicKey(RsaPublicKeyComponents<Vec<u8>>);

    impl PublicKey {
        /// A key from modulus and exponent, both big-endian and without zeros in front.
        pub(in crate::token) fn new(n: &[u8], e: &[u8]) -> Option<Self> {
            Some(Self(RsaPublicKeyComponents { n: n.to_vec(), e: e.to_vec() }))
        }

        /// Whether the signature of a message is one of this key.
        pub(in crate::token) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
            self.0.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
        }
    }
}

#[cfg(not(feature = "aws-lc"))]
mod pure {
    use rsa::sha2::{Digest as _, Sha256};
    use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};

    /// A public key whose modulus and exponent were checked.
    #[derive(Clone)]
    pub(in crate::token) struct PublicKey(RsaPublicKey);

    impl PublicKey {
        /// A key from modulus and exponent, both big-endian and without zeros in front.
        pub(in crate::token) fn new(n: &[u8], e: &[u8]) -> Option<Self> {
            let (n, e) = (BigUint::from_bytes_be(n), BigUint::from_bytes_be(e));
            RsaPublicKey::new_with_max_size(n, e, super::super::keys::LONGEST).ok().map(Self)
        }

        /// Whether the signature of a message is one of this key.
        pub(in crate::token) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
            self.0.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message), signature).is_ok()
        }
    }
}
