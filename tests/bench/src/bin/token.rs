//! Measures the verification of an RS256 signature with each library that `call-webhook` can use:
//! `cargo run --profile speed -p bench --bin token`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents,
};
use rsa::sha2::{Digest as _, Sha256};
use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};

/// The length of the header and the payload of a typical token, in bytes.
const LENGTH: usize = 700;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let message = vec![b'a'; LENGTH];
    let pair = RsaKeyPair::generate(KeySize::Rsa2048)?;
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &message, &mut signature)?;

    let public: RsaPublicKeyComponents<Vec<u8>> = pair.public_key().into();
    let key = RsaPublicKey::new(BigUint::from_bytes_be(&public.n), BigUint::from_bytes_be(&public.e));
    let key = key.map_err(|error| error.to_string())?;
    let pure = median(|| {
        let digest = Sha256::digest(black_box(&message));
        key.verify(Pkcs1v15Sign::new::<Sha256>(), &digest, &signature).is_ok()
    });
    let aws_lc =
        median(|| public.verify(&RSA_PKCS1_2048_8192_SHA256, black_box(&message), &signature).is_ok());
    println!("RS256, 2048 bits, {LENGTH} bytes, median of one verification:");
    println!("  rsa (default)  {pure:>10.1?}");
    println!("  aws-lc         {aws_lc:>10.1?}");
    Ok(())
}

/// Returns the median time of a verification, which must succeed.
fn median(verify: impl Fn() -> bool) -> Duration {
    const RUNS: usize = 2001;
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            assert!(verify(), "the signature is valid");
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}
