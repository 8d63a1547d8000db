//! Reads a method that progenitor rendered: what it sends where, and what it reads.

use proc_macro2::Span;
use quote::ToTokens;
use syn::{
    Expr, ExprMethodCall, GenericArgument, Ident, ImplItemFn, Lit, PathArguments, ReturnType, Stmt, Token,
    Type, punctuated::Punctuated,
};

use crate::fault::{Fault, Result};

/// What a rendered method says about its operation.
#[derive(Debug)]
pub(super) struct Method {
    /// The HTTP method, in capitals.
    pub verb: String,
    /// The path, with `{}` for each value.
    pub path: String,
    /// The arguments that go into the path, in its order.
    pub values: Vec<Ident>,
    /// The query parameters: names on the wire, and arguments.
    pub queries: Vec<(String, Ident)>,
    /// The same for headers.
    pub headers: Vec<(String, Ident)>,
    /// The argument that is the body.
    pub body: Option<Ident>,
    /// What a success holds, if it holds anything.
    pub answer: Option<Type>,
}

impl Method {
    /// Reads a rendered method.
    ///
    /// # Errors
    ///
    /// Anything that has no counterpart in `call_http::Call`.
    pub(super) fn read(method: &ImplItemFn) -> Result<Self> {
        let reader = Reader { name: &method.sig.ident };
        let mut read = Self {
            verb: String::new(),
            path: String::new(),
            values: Vec::new(),
            queries: Vec::new(),
            headers: Vec::new(),
            body: None,
            answer: reader.answer(&method.sig.output)?,
        };
        for statement in &method.block.stmts {
            reader.statement(statement, &mut read)?;
            if !read.verb.is_empty() {
                // What follows sends the request and reads the answer, which is `Call`'s part.
                return Ok(read);
            }
        }
        Err(reader.unexpected("a method without a request", &method.sig.ident))
    }
}

/// Reads one method.
struct Reader<'m> {
    name: &'m Ident,
}

impl Reader<'_> {
    fn unexpected(&self, what: &str, tokens: &impl ToTokens) -> Fault {
        Fault::new(format!(
            "the operation {} is not supported: progenitor rendered {what}, `{}`",
            self.name,
            tokens.to_token_stream()
        ))
        .help("teach refine/json/method.rs to read it, or take the operation out of the document")
    }

    /// The `T` of `Result<ResponseValue<T>, Error<E>>`; none for `()`.
    fn answer(&self, output: &ReturnType) -> Result<Option<Type>> {
        let inner = match output {
            ReturnType::Type(_, ty) => {
                type_argument(ty, "Result").and_then(|ty| type_argument(ty, "ResponseValue"))
            }
            ReturnType::Default => None,
        };
        let answer = inner.ok_or_else(|| self.unexpected("this answer", output))?;
        match answer {
            Type::Tuple(tuple) if tuple.elems.is_empty() => Ok(None),
            Type::Path(path)
                if path.path.is_ident("ByteStream")
                    || path.path.segments.last().is_some_and(|last| last.ident == "Upgraded") =>
            {
                Err(self.unexpected("an answer that is not JSON", answer))
            }
            answer => Ok(Some(answer.clone())),
        }
    }

    fn statement(&self, statement: &Stmt, read: &mut Method) -> Result<()> {
        match statement {
            Stmt::Local(local) => {
                let init = local.init.as_ref().map(|init| &*init.expr);
                match init {
                    Some(Expr::Macro(format)) => self.url(format, read),
                    Some(Expr::Try(request)) => self.request(&request.expr, read),
                    // An empty map of headers.
                    Some(Expr::Call(_)) => Ok(()),
                    _ => Err(self.unexpected("this statement", statement)),
                }
            }
            Stmt::Expr(Expr::MethodCall(call), _) => self.header(call, None, read),
            Stmt::Expr(Expr::If(optional), _) => {
                match (&*optional.cond, optional.then_branch.stmts.as_slice()) {
                    (Expr::Let(condition), [Stmt::Expr(Expr::MethodCall(call), _)]) => {
                        self.header(call, ident(&condition.expr), read)
                    }
                    _ => Err(self.unexpected("this statement", statement)),
                }
            }
            _ => Err(self.unexpected("this statement", statement)),
        }
    }

    /// `format!("{}/a/{}", self.baseurl, encode_path(&b.to_string()))`
    fn url(&self, format: &syn::ExprMacro, read: &mut Method) -> Result<()> {
        let unexpected = || self.unexpected("this URL", format);
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        let arguments = format.mac.parse_body_with(parser).map_err(|_| unexpected())?;
        let mut arguments = arguments.iter();
        let template = arguments.next().and_then(text).ok_or_else(unexpected)?;
        read.path = template.strip_prefix("{}").ok_or_else(unexpected)?.to_owned();
        // The endpoint.
        arguments.next();
        for argument in arguments {
            read.values.push(root(argument).ok_or_else(unexpected)?);
        }
        Ok(())
    }

    /// `header_map.append("A", a.to_string().try_into()?)`, in an `if let` for an optional one.
    fn header(&self, call: &ExprMethodCall, optional: Option<Ident>, read: &mut Method) -> Result<()> {
        let unexpected = || self.unexpected("this header", call);
        match call.args.iter().collect::<Vec<_>>().as_slice() {
            // The version, which progenitor takes for a header.
            [Expr::Call(_), _] if call.method == "append" => Ok(()),
            [name, value] if call.method == "append" => {
                let name = text(name).ok_or_else(unexpected)?;
                read.headers.push((name, optional.or_else(|| root(value)).ok_or_else(unexpected)?));
                Ok(())
            }
            _ => Err(unexpected()),
        }
    }

    /// `self.client.post(url).json(&body).query(..).headers(header_map).build()`
    fn request(&self, expr: &Expr, read: &mut Method) -> Result<()> {
        let mut chain = Vec::new();
        let mut next = expr;
        while let Expr::MethodCall(call) = next {
            chain.push(call);
            next = &call.receiver;
        }
        let is_client = next.to_token_stream().to_string() == "self . client";
        let verb = chain.pop().filter(|_| is_client).ok_or_else(|| self.unexpected("this request", expr))?;
        for call in chain.iter().rev() {
            let unexpected = || self.unexpected("this part of the request", &call.method);
            match (call.method.to_string().as_str(), call.args.first()) {
                // `Call` asks for JSON by itself.
                ("header", Some(name)) if name.to_token_stream().to_string().ends_with("ACCEPT") => {}
                ("headers" | "build", _) => {}
                ("json", Some(body)) => read.body = Some(root(body).ok_or_else(unexpected)?),
                ("query", Some(parameter)) => read.queries.push(self.query(parameter)?),
                _ => return Err(unexpected()),
            }
        }
        read.verb = verb.method.to_string().to_uppercase();
        Ok(())
    }

    /// `&progenitor_client::QueryParam::new("a", &a)`
    fn query(&self, parameter: &Expr) -> Result<(String, Ident)> {
        let made = match parameter {
            Expr::Reference(reference) => &*reference.expr,
            other => other,
        };
        let parts = match made {
            Expr::Call(call) => call.args.first().and_then(text).zip(call.args.last().and_then(root)),
            _ => None,
        };
        parts.ok_or_else(|| self.unexpected("this query parameter", parameter))
    }
}

/// The first type argument of a type of this name.
fn type_argument<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The variable at the bottom of conversions such as `encode_path(&a.to_string())`.
fn root(expr: &Expr) -> Option<Ident> {
    match expr {
        Expr::Reference(reference) => root(&reference.expr),
        Expr::MethodCall(call) => root(&call.receiver),
        Expr::Try(expr) => root(&expr.expr),
        Expr::Call(call) => call.args.first().and_then(root),
        other => ident(other),
    }
}

fn ident(expr: &Expr) -> Option<Ident> {
    match expr {
        Expr::Path(path) => {
            path.path.get_ident().map(|ident| Ident::new(&ident.to_string(), Span::call_site()))
        }
        _ => None,
    }
}

fn text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;
    use syn::parse_quote;

    use super::*;

    fn read(answer: TokenStream, statement: TokenStream, request: TokenStream) -> Result<Method> {
        Method::read(&parse_quote! {
            async fn place_call(&self) -> Result<ResponseValue<#answer>, Error<()>> {
                let url = format!("{}/a/{}:b", self.baseurl, encode_path(&id.to_string()),);
                #statement
                let request = self.client.put(url) #request .build()?;
                let info = OperationInfo { operation_id: "place_call" };
                rest()
            }
        })
    }

    #[test]
    fn what_progenitor_renders_is_read() {
        let header = quote!(if let Some(value) = tag {
            header_map.append("If-Match", value.to_string().try_into()?);
        });
        let request = quote!(.header(header::ACCEPT, "x").json(&body).query(&QueryParam::new("$top", &top)).headers(header_map));
        let method = read(quote!(Vec<types::A>), header, request).expect("all of it is known");
        assert_eq!((method.verb.as_str(), method.path.as_str()), ("PUT", "/a/{}:b"));
        assert_eq!(method.values, ["id"]);
        assert_eq!(method.headers[0].0, "If-Match");
        assert_eq!(method.headers[0].1, "tag");
        assert_eq!(
            (method.queries[0].0.as_str(), method.queries[0].1.to_string()),
            ("$top", "top".to_owned())
        );
        assert!(method.body.is_some_and(|body| body == "body") && method.answer.is_some());
        assert!(read(quote!(()), quote!(), quote!()).expect("no body").answer.is_none());
    }

    #[test]
    fn what_is_not_known_is_a_fault_that_names_the_operation() {
        let faults = [
            read(quote!(ByteStream), quote!(), quote!()),
            read(quote!(reqwest::Upgraded), quote!(), quote!()),
            read(quote!(()), quote!(), quote!(.body(body))),
            read(quote!(()), quote!(), quote!(.form_urlencoded(&body)?)),
            read(quote!(()), quote!(self.something.remove("x");), quote!()),
            read(quote!(()), quote!(header_map.append(name, value);), quote!()),
            read(quote!(()), quote!(return self.later();), quote!()),
        ];
        for (number, fault) in faults.into_iter().enumerate() {
            let fault = fault.expect_err(&number.to_string());
            assert!(fault.what.contains("place_call") && fault.help.is_some(), "{fault}");
        }
    }
}
