-- Roles. An officer until now was BKD's. opd: whose officer, empty for all. ethics: was let to cases of ethics.
UPDATE accounts SET role = 'bkd_officer' WHERE role = 'officer';
ALTER TABLE accounts ADD COLUMN opd TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN ethics INTEGER NOT NULL DEFAULT 0;
