//! What is this call doing? One view of a call over Exchange, Microsoft Graph and Azure Communication Services.
